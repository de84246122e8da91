import { openListener } from '../../packages/check-tcp-monitor/dist/http/listener.js'
import { PageServer } from '../../packages/check-tcp-monitor/dist/status-page/publish/serve-page.js'
import { StatusPage } from '../../packages/check-tcp-monitor/dist/status-page/status-page.js'

const PAGE = {
  ...{ name: 'public', title: 'Example Inc. status', timeZone: 'Europe/Berlin' },
  note: 'Questions? Write to support@example.com.',
  groups: [
    {
      name: 'Shop',
      services: [
        { name: 'Web shop', checks: ['shop-web'] },
        { name: 'Orders', checks: ['orders-db', 'queue'] },
        { name: 'Search', checks: ['search'] },
        { name: 'Payments', checks: ['payments'] },
      ],
    },
    {
      name: 'Mail',
      services: [
        { name: 'Incoming mail', checks: ['mail-in', 'imap'] },
        { name: 'Outgoing mail', checks: ['mail-out'] },
      ],
    },
    { name: 'For partners', services: [{ name: 'Backup', checks: ['backup'] }] },
  ],
}

/** A status page of a demo, with what somebody wrote about what is down. */
export async function openDemoStatusPage({ monitor, pageSource }) {
  const incident = monitor.openIncidents().find(({ subjectId }) => subjectId === 'orders-db')
  await monitor.note(incident?.id ?? '', {
    by: 'ops',
    text: 'Orders cannot be placed: a database was not started after its update.\nWe expect it back within half an hour.',
    public: true,
  })
  const page = new StatusPage(
    () => PAGE,
    pageSource,
    (error) => console.error(error),
  )
  await page.page()
  return openListener({
    ...{ host: '127.0.0.1', port: 0, onUnreadable: () => {} },
    serve: () => ({ hono: new PageServer(page), close: async () => {} }),
  })
}
