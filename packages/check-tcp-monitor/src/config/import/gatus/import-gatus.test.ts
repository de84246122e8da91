// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of other programs' configs.
import { describe, expect, it } from 'vitest'
import { commentsOf, imported } from '../../../../test/support/imported.js'

/** An endpoint that is connected, with further keys. */
const endpoint = (name: string, url: string, more = '') =>
  `  - { name: ${name}, url: "${url}", conditions: ["[CONNECTED] == true"]${more && `, ${more}`} }\n`

describe('Gatus', () => {
  it('gives a check for each endpoint of TCP and TLS', async () => {
    const { config, notes, yaml, unwritten } = await imported(
      {
        'gatus.yaml': `alerting:
  slack: { webhook-url: "\${SLACK}", default-alert: { failure-threshold: 5, success-threshold: 1, send-on-resolved: true } }
  discord: { webhook-url: "https://discord.example/x" }
maintenance: { start: "23:00", duration: 1h, timezone: Europe/Amsterdam, every: [Monday, Sunday] }
x-alert: &alert
  alerts: [{ type: slack, failure-threshold: 2, description: see runbook }]
endpoints:
  - name: Orders DB
    group: core
    url: "tcp://db.example.com:5432"
    interval: 1m30s
    client: { timeout: 3s, insecure: true }
    conditions: ["[CONNECTED] == true", "[RESPONSE_TIME] < 300", "[CERTIFICATE_EXPIRATION] > 48h"]
    extra-labels: { env: prod }
    maintenance-windows: [{ start: "04:30", duration: 30m }]
    <<: *alert
  - name: Orders DB
    group: core
    url: "tls://db.example.com:5433/"
    conditions: ["[CONNECTED] == true", "240h < [CERTIFICATE_EXPIRATION]"]
    client: { insecure: true }
    alerts: [{ type: slack }]
  - { name: closed, url: "tcp://192.0.2.1:23", conditions: ["[CONNECTED] == false"] }
  - { name: site, url: "https://example.com", conditions: ["[STATUS] == 200"] }
  - { name: mail, url: "starttls://smtp.example.com:587", conditions: ["[CONNECTED] == true"] }
  - { name: off, url: "tcp://a:1", enabled: false }
  - { name: named, url: "tcp://\${HOST}:$PORT", conditions: ["[CONNECTED] == true"] }
external-endpoints: [{ name: cron }]
web: { port: 8080 }
`,
      },
      { SLACK: 'https://hooks.example/x', HOST: 'h.example', PORT: '99' },
    )
    expect(config.checks.map(({ id, description }) => [id, description])).toEqual([
      ['core_orders_db', 'Orders DB: see runbook'],
      ['core_orders_db_2', 'Orders DB'],
      ['closed', undefined],
      ['mail', undefined],
      ['named', undefined],
    ])
    expect(config.checks).toMatchObject([
      {
        parameters: { host: 'db.example.com', port: 5432, timeout: 3 },
        everyMs: 90_000,
        confirm: 2,
        confirmEveryMs: 90_000,
        recover: 1,
        expectedResponseMs: 300,
        degradedSeverity: 'critical',
        alertRoutes: ['slack'],
        tags: ['core', 'env=prod'],
        maintenance: [
          { cron: '0 23 * * 1,0', timeZone: 'Europe/Amsterdam', durationMs: 3_600_000 },
          { cron: '30 4 * * *', timeZone: 'UTC', durationMs: 1_800_000 },
        ],
      },
      {
        parameters: { tls: { verify: false, expires_in: '10d' }, port: 5433 },
        everyMs: 60_000,
        confirm: 5,
        recover: 1,
      },
      { parameters: { expect: 'closed' }, alert: false, confirm: 1, recover: 1 },
      { parameters: { port: 587, tls: { verify: true, starttls: 'smtp' } } },
      { parameters: { host: 'h.example', port: 99 } },
    ])
    expect(config.alerting).toMatchObject({
      channels: [{ kind: 'slack', url: 'https://hooks.example/x' }],
      routes: [{ name: 'slack', channels: ['slack'] }],
    })
    expect(notes).toEqual([
      'gatus.yaml: left out: web',
      'gatus.yaml: alerting.discord: left out: no imported endpoint sends alerts over it',
      'gatus.yaml: endpoint "Orders DB": left out: condition [CERTIFICATE_EXPIRATION] > 48h: there is no certificate without TLS',
      'gatus.yaml: endpoint "Orders DB": note: [RESPONSE_TIME]: slower than 300ms is degraded here, not down',
      'gatus.yaml: endpoint "Orders DB": note: client.insecure: Gatus ignores it for this endpoint too',
      'gatus.yaml: endpoint "Orders DB": note: [CERTIFICATE_EXPIRATION]: a certificate that expires sooner is degraded here, not down',
      'gatus.yaml: endpoint "site": left out: https:// is not a TCP target',
      'gatus.yaml: endpoint "off": left out: it is not enabled',
      'gatus.yaml: external-endpoints "cron": left out: there is nothing like it',
    ])
    expect(unwritten).toEqual([])
    expect(commentsOf(yaml, 'mail')).toEqual([
      'left out: gatus.yaml: endpoint "site": https:// is not a TCP target',
    ])
    expect(yaml).toContain('host: ${HOST}\n      port: ${PORT}\n')
  })

  it('sends the body as it is, and expects the answer that the conditions describe', async () => {
    const { config, notes } = await imported({
      'g.yaml': `endpoints:
  - { name: redis, url: "tcp://a:1", body: "PING\\r\\n", conditions: ["[CONNECTED] == true", "[BODY] == pat(+PONG*)"] }
  - { name: exact, url: "tcp://a:1", body: " x [ENDPOINT_NAME]", conditions: ["[BODY] == any(a.b, c)"] }
  - { name: any, url: "tcp://a:1", body: x, conditions: ["[CONNECTED] == true"] }
  - { name: tls, url: "tls://a:1", body: x, conditions: ["[CONNECTED] == true"] }
  - { name: random, url: "tcp://a:1", body: "[RANDOM_STRING_8]", conditions: ["[CONNECTED] == true"] }
  - { name: json, url: "tcp://a:1", body: x, conditions: ["[CONNECTED] == true", "[BODY].a == 1"] }
`,
    })
    expect(config.checks.map(({ parameters: { send, receive } }) => [send, receive])).toEqual([
      ['PING\r\n', '/^\\s*\\+PONG.*\\s*$/s'],
      [' x exact', '/^\\s*(?:a\\.b|c)\\s*$/s'],
      ['x', '/(?s)./'],
      ['x', undefined],
      [undefined, undefined],
      ['x', '/(?s)./'],
    ])
    expect(notes).toEqual([
      'g.yaml: endpoint "exact": note: no condition says [CONNECTED] == true: here there must be a connection',
      'g.yaml: endpoint "random": left out: body: it is another one each time, with [RANDOM_STRING_…] or [LOCAL_ADDRESS]',
      'g.yaml: endpoint "json": left out: condition [BODY].a == 1',
    ])
  })

  it('tells over the providers of the alerts, as often as they say, and nobody where they are off', async () => {
    const { config, notes } = await imported({
      'g.yaml': `alerting:
  slack: { webhook-url: "https://hooks.example/x", default-alert: { enabled: false, failure-threshold: 7 } }
  pagerduty: { integration-key: "0123456789abcdef0123456789abcdef", default-alert: { send-on-resolved: true } }
  email: { from: a@example.com, host: mail.example.com, port: 587, to: "b@example.com, c@example.com", password: p, overrides: [] }
endpoints:
${endpoint('off', 'tcp://a:1', 'alerts: [{ type: slack }]')}${endpoint(
  'both',
  'tcp://a:1',
  'alerts: [{ type: slack, enabled: true, minimum-reminder-interval: 30m }, { type: pagerduty, failure-threshold: 2 }]',
)}${endpoint('mail', 'tcp://a:1', 'alerts: [{ type: email, send-on-resolved: true }]')}${endpoint(
  'nobody',
  'tcp://a:1',
  'alerts: [{ type: ntfy }]',
)}`,
    })
    expect(
      config.checks.map(({ alert, alertRoutes, confirm }) => [alert, alertRoutes, confirm]),
    ).toEqual([
      [false, undefined, 1],
      [true, ['slack_every_30m', 'pagerduty'], 2],
      [true, ['email'], 3],
      [false, undefined, 1],
    ])
    expect(config.alerting.routes).toMatchObject([
      { name: 'slack_every_30m', repeatMs: 1_800_000, channels: ['slack'] },
      { name: 'pagerduty' },
      { name: 'email' },
    ])
    expect(config.alerting.channels).toMatchObject([
      { kind: 'slack' },
      { kind: 'pagerduty', routing_key: '0123456789abcdef0123456789abcdef' },
      { kind: 'email', user: 'a@example.com', to: ['b@example.com', 'c@example.com'] },
    ])
    expect(notes).toEqual([
      'g.yaml: alerting.email: left out: overrides',
      'g.yaml: endpoint "both": note: slack: failure-threshold 7 there, 2 here',
      'g.yaml: endpoint "both": note: slack: the end of an incident is sent too (send-on-resolved is off there)',
      'g.yaml: endpoint "nobody": left out: its alert ntfy: alerting has no such provider, so Gatus sends nothing',
    ])
  })

  it('carries ntfy and Discord over, with what stands in the environment', async () => {
    const { config, notes } = await imported(
      {
        'g.yaml': `alerting:
  ntfy: { topic: "\${NTFY_TOPIC}", url: "https://ntfy.example", token: "\${NTFY_TOKEN}", priority: 4 }
  discord: { webhook-url: "https://discord.com/api/webhooks/1/x", title: mine }
endpoints:
${endpoint('a', 'tcp://a:1', 'alerts: [{ type: ntfy, send-on-resolved: true }, { type: discord, send-on-resolved: true }]')}`,
      },
      { NTFY_TOPIC: 'alerts', NTFY_TOKEN: 'tk_x' },
    )
    expect(config.alerting.channels).toMatchObject([
      { kind: 'ntfy', topic: 'alerts', token: 'tk_x', url: 'https://ntfy.example' },
      { kind: 'discord', url: 'https://discord.com/api/webhooks/1/x' },
    ])
    expect(notes).toEqual([
      'g.yaml: alerting.ntfy: left out: priority',
      'g.yaml: alerting.discord: left out: title',
    ])
  })

  it('makes a canary of the connectivity checker, and reads services of old versions', async () => {
    const { config } = await imported({
      'g.yaml': `connectivity: { checker: { target: 192.0.2.53:53, interval: 30s } }
services:
${endpoint('old', 'tcp://a:1')}`,
    })
    expect(config.checks).toMatchObject([
      { id: 'connectivity', canary: true, alert: false, everyMs: 30_000 },
      { id: 'old', canary: false },
    ])
  })

  it('is one config in several files', async () => {
    const { config, notes } = await imported({
      'a.yaml': `alerting: { slack: { webhook-url: "https://hooks.example/x" } }\nendpoints:\n${endpoint('a', 'tcp://a:1')}`,
      'b.yaml': `endpoints:\n${endpoint('b', 'tcp://b:1', 'alerts: [{ type: slack, send-on-resolved: true }]')}`,
      'c.yaml':
        'alerting: { slack: { webhook-url: "https://other.example", default-alert: { failure-threshold: 9 } } }\nmetrics: true',
      'd.yaml': 'something: else',
    })
    expect(config.checks.map(({ id, confirm }) => [id, confirm])).toEqual([
      ['a', 1],
      ['b', 9],
    ])
    expect(config.alerting.channels).toMatchObject([{ url: 'https://hooks.example/x' }])
    expect(notes).toEqual([
      'c.yaml: left out: alerting.slack.webhook-url: another file has it already (Gatus refuses that)',
      'c.yaml: left out: metrics',
      'd.yaml: left out: nothing in this file is known',
    ])
  })

  it('names the file that has a setting', async () => {
    const { notes } = await imported({
      'alerting.yaml':
        'alerting: { slack: { webhook-url: "https://hooks.example/x", x: 1 }, discord: {} }\nconnectivity: { checker: { target: a } }\nsuites: [{ name: s }]\nmaintenance: { start: never }',
      'endpoints.yaml': `storage: {}\nendpoints:\n${endpoint('a', 'tcp://a:1', 'alerts: [{ type: slack, send-on-resolved: true }]')}`,
    })
    expect(notes.map((note) => note.replace(/: (?:left out|note): .*/, ''))).toEqual([
      'alerting.yaml: alerting.slack',
      'endpoints.yaml',
      'alerting.yaml: maintenance',
      'alerting.yaml: alerting.discord',
      'alerting.yaml: connectivity',
      'alerting.yaml: suites "s"',
    ])
  })

  it('says beside a check which overrides of its group it does not have', async () => {
    const { yaml } = await imported({
      'g.yaml': `alerting: { slack: { webhook-url: "https://hooks.example/x", overrides: [{ group: core, webhook-url: "https://hooks.example/y" }] } }
endpoints:
${endpoint('in', 'tcp://a:1', 'group: core, alerts: [{ type: slack, send-on-resolved: true }]')}${endpoint('out', 'tcp://a:1', 'alerts: [{ type: slack, send-on-resolved: true }]')}`,
    })
    expect(commentsOf(yaml, 'core_in')).toEqual([
      'left out: its alert slack: overrides of the group "core": webhook-url; here it is alerted like those of other groups',
    ])
    expect(commentsOf(yaml, 'out')).toEqual([])
  })

  it('lets variables be unset in texts, and lists those that must be set', async () => {
    const file = `alerting: { slack: { webhook-url: "$HOOK" } }
endpoints:
${endpoint('a', 'tcp://$HOST:1', 'alerts: [{ type: slack, description: "call $NOBODY", send-on-resolved: true }], body: "hi $WHO", extra-labels: { env: "$STAGE" }')}`
    const set = { HOOK: 'https://hooks.example/x', HOST: 'db.example.com' }
    const { config, yaml } = await imported({ 'g.yaml': file }, set)
    expect(config.checks[0]).toMatchObject({
      description: 'a: call ',
      tags: ['env='],
      parameters: { send: 'hi ' },
    })
    expect(yaml).toContain('\n# Environment variables that must be set: HOOK, HOST.\n')
  })

  it('may use an anchor in hundreds of endpoints', async () => {
    const endpoints = Array.from(
      { length: 300 },
      (_, index) => `  - { <<: *all, name: e${index}, url: "tcp://a:${index + 1}" }\n`,
    )
    const { config } = await imported({
      'g.yaml': `x: &all { conditions: ["[CONNECTED] == true"], interval: 5m }\nendpoints:\n${endpoints.join('')}`,
    })
    expect(config.checks).toHaveLength(300)
    expect(config.checks[299]?.everyMs).toBe(300_000)
  })
})
