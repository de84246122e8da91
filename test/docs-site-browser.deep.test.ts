import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM, NEEDS_CHROMIUM } from '../packages/check-tcp-dashboard/test/support/browser.js'
import { cutOff, openSite, search, violationsOn } from './site-in-browser.js'

/** What people type who have one tool in mind, and the page that they must find first. */
const FORMS = [
  ['wait for postgres in GitHub Actions', 'guide/github-actions.html'],
  ['github action wait for port', 'guide/github-actions.html'],
  ['icinga check tcp with reason', 'guide/nagios-icinga-zabbix.html'],
  ['nagios check_tcp replacement', 'guide/nagios-icinga-zabbix.html'],
  ['zabbix tcp check', 'guide/nagios-icinga-zabbix.html'],
  ['docker healthcheck tcp', 'guide/docker.html'],
  ['kubernetes initContainer wait for port', 'guide/kubernetes.html'],
  ['ansible wait for port', 'guide/ansible.html'],
  ['prometheus tcp probe', 'guide/prometheus-grafana.html'],
  ['grafana dashboard tcp', 'guide/prometheus-grafana.html'],
  ['opentelemetry collector', 'guide/prometheus-grafana.html'],
  ['systemd wait for port before start', 'guide/wait.html'],
  ['wait-on alternative', 'guide/wait.html'],
] as const

/** A page of each kind: lists, long text, wide tables, pictures, generated reference. */
const MAIN_PAGES = [
  'index.html',
  'readme.html',
  'guide/monitor.html',
  'guide/dashboard.html',
  'guide/mcp.html',
  'guide/docker.html',
  'reference/config-keys.html',
]

/** What people type, and a page that they should find among the first. */
const QUESTIONS = [
  ['certificate expires', 'guide/scenarios.html'],
  ['wait for port in ci', 'guide/wait.html'],
  ['syn_retransmits', 'guide/result.html'],
  ['quorum locations', 'guide/fleet.html'],
  ['audit log verify', 'guide/audit.html'],
  ['language model', 'guide/mcp.html'],
  ['blackbox_exporter comparison', 'guide/comparison.html'],
  ['silence check api', 'guide/monitor-api.html'],
  ['slack', 'guide/alerts.html'],
  ['install debian', 'guide/install-debian.html'],
  ['docker healthcheck tcp', 'guide/docker.html'],
  ['kubernetes initContainer wait for port', 'guide/kubernetes.html'],
  ['ansible wait_for reason', 'guide/ansible.html'],
] as const

describe.skipIf(CHROMIUM === undefined)(
  `every kind of page of the documentation site${NEEDS_CHROMIUM}`,
  () => {
    let site: Awaited<ReturnType<typeof openSite>>
    beforeAll(async () => {
      site = await openSite()
    })
    afterAll(() => site[Symbol.asyncDispose]())

    it('is found by what people type', async () => {
      await using opened = await site.open('index.html')
      for (const [words, url] of QUESTIONS) {
        const found = await search(opened.page, words)
        expect({ words, found: found.slice(0, 5) }).toEqual({
          words,
          found: expect.arrayContaining([site.at(url)]),
        })
        await opened.page.keyboard.press('Escape')
      }
      expect(opened.problems).toEqual([])
    })

    it('has the page of a form first, for the question about it', async () => {
      await using opened = await site.open('index.html')
      const first: string[] = []
      for (const [words] of FORMS) {
        first.push((await search(opened.page, words))[0] ?? '')
        await opened.page.keyboard.press('Escape')
      }
      expect(first).toEqual(FORMS.map(([, url]) => site.at(url)))
      expect(opened.problems).toEqual([])
    })

    it.each(
      MAIN_PAGES.flatMap((url) =>
        (['light', 'dark'] as const).map((scheme) => [url, scheme] as const),
      ),
    )('%s can be used by everybody, in %s colours', async (url, colorScheme) => {
      await using opened = await site.open(url, { colorScheme })
      expect(await violationsOn(opened.page)).toEqual([])
      expect(opened.problems).toEqual([])
    })

    it.each(MAIN_PAGES)('%s is not cut on a screen of 390 pixels', async (url) => {
      await using opened = await site.open(url, { viewport: { width: 390, height: 800 } })
      expect(await opened.page.evaluate('document.documentElement.scrollWidth')).toBe(390)
      expect(await cutOff(opened.page)).toEqual([])
      expect(opened.problems).toEqual([])
    })
  },
)
