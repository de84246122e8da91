import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { MonitoredCheck } from '../core/config/check.js'
import { loadMonitorConfig } from './load-config.js'
import { writeCheck } from './write-check.js'

const TOP = `locations: { fra: {}, nyc: {}, ams: {} }
hub: { urls: ["https://hub.example.com:9117"] }
http: { token: "0123456789abcdef" }
alerting: { channels: { c: { kind: slack, url: "https://example.com/s" } }, routes: [{ name: r, channels: [c] }] }
`

async function checksOf(text: string, environment = {}): Promise<readonly MonitoredCheck[]> {
  const config = await loadMonitorConfig({ path: 'm.yaml', text }, { environment, machine: 'box' })
  await config.close()
  return config.checks
}

/** Without its place. */
function bare({ file: _file, line: _line, ...rest }: MonitoredCheck) {
  return rest
}

const EVERYTHING = `checks:
- name: "all: of it # \${A} $\${NOT}"
  description: "$\${x} - for people"
  plugin: check_tcp_connection
  parameters: { host: "\${H}", port: 443, timeout: 2.5, attempts: 2, retry_delay: 0.5, family: 4, tls: { server_name: example.com, expires_in: 21d } }
  every: 90s
  tags: [web, "\${A}", "a: b"]
  expect: { response_time: 50ms, baseline: false }
  confirm: 4
  confirm_every: 500ms
  recover: 1
  slow_confirm: 7
  severity: warning
  degraded_severity: info
  alert: [r]
  depends_on: [other]
  canary: true
  maintenance: [{ cron: "0 3 * * 0", time_zone: Europe/Berlin, duration: 90m }]
  from: [fra, nyc]
  quorum: 2
  accept: [{ location: nyc, until: 2026-12-31, because: "no: route" }]
  partial_after: 7m
- { name: other, plugin: check_tcp_connection, parameters: { host: other.example.com, port: 1, expected_response_time: 0.2 }, alert: false, every: 1s }
`

describe('a check as YAML', () => {
  it('of the example is read as the same check', async () => {
    const path = resolve(import.meta.dirname, '../../../../examples/monitor.yaml')
    const config = await loadMonitorConfig(path, { environment: {}, machine: 'box' })
    await config.close()
    const checks = config.checks.map(({ alertRoutes: _routes, ...check }) => check)
    expect(checks.length).toBeGreaterThan(1)
    const read = await checksOf(`checks:\n${checks.map(writeCheck).join('')}`)
    expect(read.map(bare)).toEqual(checks.map(bare))
  })

  it('with every setting is read as the same check', async () => {
    const environment = { A: 'a"tag', H: '192.0.2.7' }
    const checks = await checksOf(TOP + EVERYTHING, environment)
    const text = checks.map(writeCheck).join('')
    expect((await checksOf(`${TOP}checks:\n${text}`, environment)).map(bare)).toEqual(
      checks.map(bare),
    )
    expect(text).not.toMatch(/192\.0\.2\.7|a"tag/)
  })

  it('leaves out what a service is sent and answers, and says so', async () => {
    const [check] = await checksOf(
      'checks: [{ name: a, plugin: check_tcp_connection, parameters: { host: a, port: 1, send: "AUTH hunter2", receive: "ok hunter2" } }]',
    )
    expect(check && writeCheck(check)).toBe(`# \`send\` is left out: it may be secret
# \`receive\` is left out: it may be secret
- name: a
  plugin: check_tcp_connection
  parameters:
    host: a
    port: 1
`)
  })
})
