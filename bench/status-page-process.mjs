// A status page, and the same bytes as a file that never changes, both served by this process.
import { performance } from 'node:perf_hooks'
import { gzipSync } from 'node:zlib'
import { systemClock } from 'check-tcp'
import { openListener } from '../packages/check-tcp-monitor/dist/http/listener.js'
import { pageFiles } from '../packages/check-tcp-monitor/dist/status-page/publish/page-files.js'
import { PageServer } from '../packages/check-tcp-monitor/dist/status-page/publish/serve-page.js'
import { StatusPage } from '../packages/check-tcp-monitor/dist/status-page/status-page.js'

const SERVICES = 12
const HOUR = 3_600_000

const names = Array.from({ length: SERVICES }, (_, index) => `service-${index + 1}`)
const config = {
  ...{ name: 'public', title: 'Example', timeZone: 'Europe/Berlin' },
  groups: [{ services: names.map((name) => ({ name, checks: [name] })) }],
}
const source = {
  clock: systemClock,
  status: {
    statusOf: (id) => ({ id, location: 'here', verdict: 'up', stale: false, since: 0 }),
    openIncidents: () => [],
  },
  checks: () => [],
  planned: () => [],
  queries: {
    summary: async () => ({ time: { up: 23 * HOUR, down: HOUR, unknown: 0, maintenance: 0 } }),
    incidents: async () => ({ incidents: [] }),
  },
}
const page = new StatusPage(
  () => config,
  source,
  (error) => console.error(error),
)
const { fetch } = new PageServer(page)
const [html] = pageFiles((await page.page()).model)
const packed = Uint8Array.from(gzipSync(html.text))
const headers = {
  'Content-Type': html.media,
  'Content-Encoding': 'gzip',
  'Content-Length': packed.length,
}
const file = async () => new Response(packed, { headers })

const open = (own) =>
  openListener({
    ...{ host: '127.0.0.1', port: 0, onUnreadable: () => {} },
    serve: () => ({ hono: { fetch: own }, close: async () => {} }),
  })
const [served, still] = [await open(fetch), await open(file)]
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send({ cpuMs: (user + system) / 1_000, atMs: performance.now() })
})
process.send({
  page: served.url,
  file: still.url,
  bytes: packed.length,
  plainBytes: html.text.length,
})
process.on('disconnect', () => process.exit())
