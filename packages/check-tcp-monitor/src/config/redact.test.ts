import { expect, it } from 'vitest'
import type { ChannelConfig } from '../core/config/alerting.js'
import { loadMonitorConfig } from './load-config.js'
import { redact, redactChannel } from './redact.js'

it('a redacted config has no secret, wherever it stood', async () => {
  const text = `http: { token: SECRET0123456789, modules: { m: { send: "AUTH SECRET" } } }
alerting:
  channels:
    hook: { kind: webhook, url: "https://u:SECRET@example.com/SECRET?k=SECRET", secret: SECRET, headers: { X: SECRET } }
    mail: { kind: email, host: smtp, from: a, to: [b], user: SECRET, password: SECRET }
    slack: { kind: slack, url: "https://hooks.slack.com/services/SECRET" }
    duty: { kind: pagerduty, routing_key: SECRET, url: "https://SECRET@pd/" }
    chat: { kind: telegram, token: SECRET, chat: SECRET, url: "https://api/SECRET" }
    am: { kind: alertmanager, url: "http://am:9093?SECRET" }
    own: { kind: command, command: [/bin/notify, --key, SECRET] }
  heartbeat: { url: "https://hc.example.com/SECRET" }
tasks:
- { name: a, plugin: check_tcp_connection, parameters: { host: a, port: 1, send: SECRET } }`
  const config = await loadMonitorConfig({ path: 'm.yaml', text }, { environment: {} })
  expect(JSON.stringify(config)).toContain('SECRET')
  const redacted = redact(config)
  expect(JSON.stringify(redacted)).not.toContain('SECRET')
  expect(redacted.alerting.heartbeat?.url).toBe('https://hc.example.com/[secret]')
  expect(redacted.checks[0]?.parameters).toMatchObject({ host: 'a', port: 1, send: '[secret]' })
})

it.each([
  [{ kind: 'alertmanager', name: 'a', url: 'http://am:9093' }, 'http://am:9093/'],
  [{ kind: 'slack', name: 'a', url: 'no url' }, '[secret]'],
] satisfies [ChannelConfig, string][])('of the URL of %j remains %s', (channel, url) => {
  expect(redactChannel(channel)).toMatchObject({ url })
})
