import { describe, expect, it } from 'vitest'
import { worstCaseUntilAlertMs } from '../core/config/worst-case-until-alert.js'
import { describeConfig, describeConfigInWords } from './describe-config.js'
import { loadMonitorConfig } from './load-config.js'

const TEXT = `location: home
directory: /var/lib/monitor
alerting:
  channels: { mail: { kind: email, host: h, from: a, to: [b], password: SECRET } }
  routes:
    - { name: db, tags: [db], severity: [critical], channels: [mail], group_wait: 30s, continue: true }
    - { name: all, channels: [mail] }
    - { name: late, channels: [mail], group_wait: 1m }
checks:
- name: orders
  plugin: check_tcp_connection
  parameters: { host: db-1.example.com, port: 5432, timeout: 5 }
  every: 10s
  tags: [db]
- { name: web, plugin: check_tcp_connection, parameters: { host: "::1", port: 80, timeout: 5 }, alert: [late] }
- { name: quiet, plugin: check_tcp_connection, parameters: { host: a, port: 1 }, every: 90s, alert: false }
`

const load = (text: string) =>
  loadMonitorConfig({ path: '/etc/m.yaml', text }, { environment: {}, machine: 'box' })

describe('what a config would do', () => {
  it('is told in words, a line for each check and route', async () => {
    expect(describeConfigInWords(await load(TEXT))).toBe(
      `3 checks in 1 file, 0.128 checks/s, from home
history in /var/lib/monitor; http on 127.0.0.1:9116
  orders  db-1.example.com:5432  every 10s  alert within 49s via routes db, all
  web     [::1]:80               every 1m   alert within 149s via route late
  quiet   a:1                    every 90s  no alerts
routes
  db    tags db   critical      to mail
  all   any tags  any severity  to mail
  late  any tags  any severity  to mail
`,
    )
  })

  it('is told to programs, without secrets', async () => {
    const described = describeConfig(await load(TEXT))
    expect(described).toMatchObject({
      location: 'home',
      files: ['/etc/m.yaml'],
      http: '127.0.0.1:9116',
      routes: [
        { name: 'db', tags: ['db'], severity: ['critical'], channels: ['mail'] },
        { name: 'all' },
        { name: 'late' },
      ],
    })
    expect(described.checks[0]).toEqual({
      name: 'orders',
      host: 'db-1.example.com',
      port: 5432,
      every_ms: 10_000,
      tags: ['db'],
      routes: ['db', 'all'],
      worst_case_until_alert_ms: 49_000,
      unnotified: null,
    })
    expect(described.checks[2]?.worst_case_until_alert_ms).toBeNull()
    expect(JSON.stringify(described)).not.toContain('SECRET')
  })

  it('has no control character, whatever the names are', async () => {
    const text =
      '- { name: "a\\u001b[2J", plugin: check_tcp_connection, parameters: { host: a, port: 1 } }'
    const words = describeConfigInWords(await load(`http: false\ntasks:\n${text}`))
    expect(words).toContain('http is off')
    expect(words).toContain('no routes: no alerts are sent')
    expect(words.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f]/)
  })
})

it('the worst case counts the interval, the checks that confirm and the wait of the group', async () => {
  const text = `- name: a
  plugin: check_tcp_connection
  parameters: { host: a, port: 1, timeout: 2, attempts: 3, retry_delay: 0.5, hold: 1 }
  every: 30s
  confirm: 2
  confirm_every: 4s`
  const [check] = (await load(text)).checks
  // 3 attempts of 2 + 1 s with 0.5 s between: 10 s a check.
  expect(check && worstCaseUntilAlertMs(check, 5_000)).toBe(30_000 + 4_000 + 4 * 10_000 + 5_000)
})
