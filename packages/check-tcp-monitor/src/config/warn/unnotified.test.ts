import { describe, expect, it } from 'vitest'
import { describeConfig, describeConfigInWords } from '../describe-config.js'
import { loadMonitorConfig } from '../load-config.js'
import type { NotificationTimes } from './unnotified.js'
import { warnOfUnnotified } from './warn-of-unnotified.js'

/** A Saturday at noon. */
const NOW = Date.UTC(2026, 10, 28, 12)
const DAY = 86_400_000

const ALWAYS = '[{ cron: "* * * * *", duration: 2h }]'

/** What is said of checks, each with further keys, under these routes. */
async function said(
  checks: Readonly<Record<string, string>>,
  routes = '[{ name: all, channels: [hook] }]',
  silences: NotificationTimes['silences'] = [],
) {
  const list = Object.entries(checks).map(
    ([name, more]) =>
      `  - { name: ${name}, plugin: check_tcp_connection, parameters: { host: a, port: 1 }${more && `, ${more}`} }`,
  )
  const text = `alerting:
  channels: { hook: { kind: webhook, url: "http://127.0.0.1:1/h" } }
  routes: ${routes}
checks:
${list.join('\n')}
`
  const config = await loadMonitorConfig({ path: '/m.yaml', text }, { environment: {} })
  const description = describeConfig(config, { now: NOW, silences })
  return {
    told: description.checks.map(({ worst_case_until_alert_ms }) => worst_case_until_alert_ms),
    unnotified: description.checks.map(({ unnotified }) => unnotified?.why),
    words: describeConfigInWords(config, description),
    warnings: warnOfUnnotified(config, description),
  }
}

describe('a check that nobody ever hears of', () => {
  it('is one whose maintenance leaves no gap', async () => {
    const { told, words, warnings } = await said({
      minute: `maintenance: ${ALWAYS}`,
      day: 'maintenance: [{ cron: "0 0 * * *", duration: 1d }]',
      halves:
        'maintenance: [{ cron: "0 0 * * *", duration: 12h }, { cron: "0 12 * * *", duration: 13h }]',
      night: 'maintenance: [{ cron: "* 3 * * *", duration: 2h }]',
    })
    expect(told).toEqual([null, null, null, expect.any(Number)])
    expect(words).toContain('minute  a:1  every 1m  never alerts: always in maintenance\n')
    expect(words).toMatch(/night {3}a:1 {2}every 1m {2}alert within \d+s via route all\n/)
    expect(warnings).toEqual([
      '/m.yaml:5: "minute": no alert is ever sent for it: always in maintenance',
      '/m.yaml:6: "day": no alert is ever sent for it: always in maintenance',
      '/m.yaml:7: "halves": no alert is ever sent for it: always in maintenance',
    ])
  })

  it('is one that no route takes, or that routes without channels take', async () => {
    const { unnotified, warnings } = await said(
      { db: 'tags: [db]', web: 'tags: [web]', other: '', off: 'alert: false' },
      '[{ name: db, tags: [db], channels: [hook] }, { name: web, tags: [web] }]',
    )
    expect(unnotified).toEqual([
      ...[undefined, 'its routes have no channels', 'no route takes it', 'alert is false'],
    ])
    expect(warnings).toEqual([
      '/m.yaml:6: "web": no alert is ever sent for it: its routes have no channels',
      '/m.yaml:7: "other": no alert is ever sent for it: no route takes it',
    ])
  })

  it('is one whose routes are always quiet, unless it is critical', async () => {
    const { told, unnotified } = await said(
      { mild: 'severity: warning', critical: '' },
      `[{ name: all, channels: [hook], quiet_hours: ${ALWAYS} }]`,
    )
    expect(unnotified).toEqual(['the quiet hours of its routes never end', undefined])
    expect(told).toEqual([null, expect.any(Number)])
  })

  it('is one that is silenced for good', async () => {
    const silence = { id: 's', by: 'x', from: NOW - DAY }
    const { words } = await said({ a: 'tags: [t]', b: '', c: '' }, undefined, [
      { ...silence, matches: 'tag:t', until: NOW + 364 * DAY },
      { ...silence, matches: 'b', until: NOW + 30 * DAY },
      { ...silence, matches: 'c', until: NOW + DAY },
    ])
    expect(words).toContain('no alert before 2027-11-27T12:00:00Z: silenced for good\n')
    expect(words).toContain('no alert before 2026-12-28T12:00:00Z: silenced until then\n')
    expect(words).toMatch(/ c {2}a:1 {2}every 1m {2}alert within/)
  })
})

it('maintenance of weeks says when it ends', async () => {
  const { words, warnings } = await said({
    freeze:
      'maintenance: [{ cron: "0 0 20-30 11 *", duration: 1d }, { cron: "0 0 * 12 *", duration: 1d }]',
  })
  expect(words).toContain('no alert before 2027-01-01T00:00:00Z: in maintenance until then\n')
  expect(warnings).toHaveLength(1)
})

it('the same of many checks is said once', async () => {
  const checks = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [`c${index}`, `maintenance: ${ALWAYS}`]),
  )
  expect((await said(checks)).warnings).toEqual([
    '/m.yaml:5: "c0" and 39 more: no alert is ever sent for it: always in maintenance',
  ])
})
