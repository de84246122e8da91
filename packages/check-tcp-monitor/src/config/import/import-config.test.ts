// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of other programs' configs.
import { describe, expect, it } from 'vitest'
import { loadMonitorConfig } from '../load-config.js'
import { ImportError, importConfig } from './import-config.js'

/** Imports the files, and loads what came of them. */
async function imported(files: Readonly<Record<string, string>>) {
  const list = Object.entries(files).map(([path, text]) => ({ path, text }))
  const { yaml, notes } = importConfig(list)
  const config = await loadMonitorConfig({ path: 'new.yaml', text: yaml }, { environment: {} })
  return { yaml, config, notes: notes.map(({ where, message }) => `${where}: ${message}`) }
}

describe('blackbox_exporter', () => {
  const modules = `modules:
  tcp_connect: { prober: tcp, timeout: 5s }
  http_2xx: { prober: http }
  ssh:
    prober: tcp
    tcp:
      preferred_ip_protocol: ip4
      ip_protocol_fallback: false
      query_response:
        - expect: "^SSH-2.0-"
        - send: "SSH-2.0-probe"
  tls:
    prober: tcp
    tcp: { tls: true, tls_config: { insecure_skip_verify: true }, source_ip_address: 192.0.2.1, preferred_ip_protocol: ip4 }
  rabbit:
    prober: tcp
    tcp:
      query_response: [{ send: "HELO\\r" }, { send: "\\r" }, { expect: AMQP }]
  imap:
    prober: tcp
    tcp:
      query_response: [{ expect: "OK.*STARTTLS" }, { send: ". STARTTLS" }, { starttls: true }]
`

  it('gives a check for each target that Prometheus asks its TCP modules for', async () => {
    const { config, notes } = await imported({
      'blackbox.yml': modules,
      'prometheus.yml': `global: { scrape_interval: 15s }
scrape_configs:
  - job_name: node
    static_configs: [{ targets: ["node-1:9100"] }]
  - job_name: databases
    metrics_path: /probe
    params: { module: [tcp_connect] }
    scrape_interval: 30s
    static_configs:
      - targets: ["db-1.example.com:5432", "[2001:db8::1]:5432", "no port"]
        labels: { env: prod }
    file_sd_configs: [{ files: ["/etc/prometheus/targets/db-*.json", "missing.yml"] }]
    relabel_configs:
      - { source_labels: [__address__], target_label: __param_target }
      - { source_labels: [__param_target], target_label: instance }
      - { target_label: __address__, replacement: "127.0.0.1:9115" }
  - job_name: shells
    metrics_path: /probe
    params: { module: [ssh] }
    static_configs: [{ targets: ["db-1.example.com:22"] }]
    consul_sd_configs: [{ server: consul }]
    relabel_configs: [{ source_labels: [__address__], regex: "(.*)", target_label: __param_target }]
  - job_name: web
    metrics_path: /probe
    params: { module: [http_2xx] }
    static_configs: [{ targets: ["https://example.com"] }]
`,
      'db-more.json': '[{"targets": ["db-2.example.com:5432"], "labels": {"env": "test"}}]',
      'other.yml': '- targets: [a:1]',
    })
    expect(config.checks.map(({ id, everyMs, tags }) => [id, everyMs, tags])).toEqual([
      ['db_1_example_com_5432', 30_000, ['job=databases', 'env=prod']],
      ['2001_db8_1_5432', 30_000, ['job=databases', 'env=prod']],
      ['db_2_example_com_5432', 30_000, ['job=databases', 'env=test']],
      ['db_1_example_com_22', 15_000, ['job=shells']],
    ])
    expect(config.checks.map(({ parameters }) => parameters)).toMatchObject([
      { host: 'db-1.example.com', port: 5432, timeout: 5 },
      { host: '2001:db8::1', port: 5432, timeout: 5 },
      { host: 'db-2.example.com', port: 5432, timeout: 5 },
      { host: 'db-1.example.com', port: 22, family: 4, receive: '/^SSH-2.0-/m' },
    ])
    expect(config.http?.modules).toMatchObject({
      tcp_connect: { timeout: 5 },
      tls: { tls: true },
      rabbit: { send: 'HELO\r\n\r\n', receive: '/AMQP/m' },
      imap: { receive: '/OK.*STARTTLS/m' },
    })
    expect(notes).toEqual([
      'blackbox.yml: module "http_2xx": its prober is http, not tcp',
      'blackbox.yml: module "ssh": query_response after the first answer',
      'blackbox.yml: module "tls": tls_config',
      'blackbox.yml: module "tls": source_ip_address',
      'blackbox.yml: module "tls": preferred_ip_protocol: every family is tried',
      'blackbox.yml: module "imap": starttls',
      'blackbox.yml: module "imap": query_response after the first answer',
      'prometheus.yml: job "databases": the targets of missing.yml; name that file too',
      'prometheus.yml: job "shells": the targets of consul_sd_configs',
      'prometheus.yml: job "shells": relabel_configs: the targets are taken as they are written',
      'other.yml: no scrape config names it',
      'prometheus.yml: target no port: it is no host and port',
      'prometheus.yml: target https://example.com: of its module "http_2xx": its prober is http, not tcp',
      'blackbox.yml: what /probe may reach; say it under `http` as `probe_policy`',
    ])
  })

  it('gives modules for /probe where nothing says what they are asked for', async () => {
    const { config } = await imported({ 'blackbox.yml': modules })
    expect(config.checks).toEqual([])
    expect(Object.keys(config.http?.modules ?? {})).toEqual([
      ...['tcp_connect', 'ssh', 'tls', 'rabbit', 'imap'],
    ])
  })

  it('takes the targets of a list for its one TCP module', async () => {
    const { config } = await imported({
      'blackbox.yml': 'modules: { only: { prober: tcp, timeout: 2s } }',
      'targets.yml': '- { targets: ["a:1", "a:1"] }',
    })
    expect(config.checks.map(({ id }) => id)).toEqual(['a_1', 'a_1_2'])
    expect(config.checks[0]?.parameters.timeout).toBe(2)
  })
})

describe('Gatus', () => {
  it('gives a check for each endpoint of TCP and TLS', async () => {
    const { config, notes, yaml } = await imported({
      'gatus.yaml': `alerting:
  slack: { webhook-url: "\${SLACK}", default-alert: { failure-threshold: 5, success-threshold: 1 } }
maintenance: { start: "23:00", duration: 1h, timezone: Europe/Amsterdam, every: [Monday, sunday] }
x-alert: &alert
  alerts: [{ type: slack, failure-threshold: 2 }]
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
    conditions: ["[CONNECTED] == true"]
    alerts: [{ type: slack }]
  - { name: closed, url: "tcp://192.0.2.1:23", conditions: ["[CONNECTED] == false"] }
  - { name: site, url: "https://example.com", conditions: ["[STATUS] == 200"] }
  - { name: mail, url: "starttls://smtp.example.com:587" }
  - { name: off, url: "tcp://a:1", enabled: false }
  - { name: named, url: "tcp://\${HOST}:1" }
external-endpoints: [{ name: cron }]
`,
    })
    expect(config.checks.map(({ id, description }) => [id, description])).toEqual([
      ['core_orders_db', 'Orders DB'],
      ['core_orders_db_2', 'Orders DB'],
      ['closed', undefined],
    ])
    expect(config.checks).toMatchObject([
      {
        parameters: { host: 'db.example.com', port: 5432, timeout: 3 },
        everyMs: 90_000,
        confirm: 2,
        confirmEveryMs: 90_000,
        recover: 1,
        expectedResponseMs: 300,
        tags: ['core', 'env=prod'],
        maintenance: [
          { cron: '0 23 * * 1,0', timeZone: 'Europe/Amsterdam', durationMs: 3_600_000 },
          { cron: '30 4 * * *', timeZone: 'UTC', durationMs: 1_800_000 },
        ],
      },
      { parameters: { tls: true, port: 5433 }, everyMs: 60_000, confirm: 5, recover: 1 },
      { parameters: { expect: 'closed' }, alert: false },
    ])
    expect(notes).toEqual([
      'gatus.yaml: endpoint "site": https:// is no TCP target',
      'gatus.yaml: endpoint "mail": STARTTLS is not spoken here',
      'gatus.yaml: endpoint "off": it is not enabled',
      'gatus.yaml: endpoint "named": `host` must be a hostname or an IP address (its part "${host}" has characters that no hostname has), got "${HOST}" (string)',
      'gatus.yaml: external-endpoints: there is nothing like it',
      'gatus.yaml: alerting: set channels up under `alerting` (there: slack)',
      'gatus.yaml: endpoint "Orders DB": [RESPONSE_TIME] < 300 makes the target degraded here, not down',
      'gatus.yaml: endpoint "Orders DB": condition [CERTIFICATE_EXPIRATION] > 48h',
      'gatus.yaml: endpoint "Orders DB": client.insecure',
      'gatus.yaml: endpoint "Orders DB": tls: a certificate that is not trusted fails no check here',
    ])
    expect(yaml).toContain('# left out: condition [CERTIFICATE_EXPIRATION] > 48h')
  })
})

describe('Uptime Kuma', () => {
  const monitors = [
    { id: 1, type: 'group', name: 'Büro' },
    {
      ...{
        id: 2,
        type: 'port',
        name: 'Drucker ${x}',
        hostname: '192.0.2.9',
        port: '9100',
        parent: 1,
      },
      ...{ interval: 20, retryInterval: 5, maxretries: 2, timeout: 4, active: 1, upsideDown: true },
      ...{
        tags: [
          { name: 'floor', value: '3' },
          { name: 'quiet', value: '' },
        ],
        resendInterval: 3,
      },
      notificationIDList: {},
    },
    {
      id: 3,
      type: 'port',
      name: 'db',
      hostname: 'db',
      port: 5432,
      active: true,
      notificationIDList: { 1: true },
    },
    { id: 4, type: 'port', name: 'paused', hostname: 'a', port: 1, active: false },
    { id: 5, type: 'http', name: 'site', url: 'https://example.com' },
    { id: 6, type: 'port', name: 'nowhere', hostname: '', port: 0 },
  ]

  it.each([
    ['a list', monitors],
    ['a mapping', Object.fromEntries(monitors.map((one) => [one.id, one]))],
  ])('gives a check for each monitor of a port, from %s', async (_form, monitorList) => {
    const text = JSON.stringify({ version: '1.23.0', notificationList: [{ id: 1 }], monitorList })
    const { config, notes } = await imported({ 'kuma.json': text })
    expect(config.checks).toMatchObject([
      {
        id: 'buro_drucker_x',
        description: 'Drucker ${x}',
        parameters: { host: '192.0.2.9', port: 9100, timeout: 4, expect: 'closed' },
        everyMs: 20_000,
        confirm: 3,
        confirmEveryMs: 5_000,
        tags: ['Büro', 'floor=3', 'quiet'],
        alert: false,
      },
      { id: 'db', everyMs: 60_000, confirm: 1, alert: true },
    ])
    expect(notes).toEqual([
      'kuma.json: monitor "paused": it is paused',
      'kuma.json: monitor "site": it is of the type http, no TCP port',
      'kuma.json: monitor "nowhere": it has no host and port that can be checked',
      'kuma.json: notificationList: set channels up under `alerting`',
      'kuma.json: monitor "Drucker ${x}": resending; a route does that with `repeat`',
    ])
  })
})

describe('what cannot be imported', () => {
  it.each([
    [
      'another file',
      'a: 1',
      'x: this is a file of none of blackbox_exporter, Prometheus, Gatus and Uptime Kuma',
    ],
    [
      'no YAML',
      'a: [',
      'x:1:5: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    [
      'nothing of TCP',
      'endpoints: [{ name: a, url: "https://a" }]',
      'x: nothing here can be checked over TCP\nx: endpoint "a": https:// is no TCP target',
    ],
    ['a binary file', '\u0000', 'x: the control character \\x00 is no text; is it a binary file?'],
    [
      'endless nesting',
      `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
      'x: lists and mappings may be nested at most 100 deep',
    ],
  ])('is refused: %s', (_what, text, message) => {
    expect(() => importConfig([{ path: 'x', text }])).toThrow(new ImportError(message))
  })

  it('is refused: files of several programs at once', () => {
    const files = ['endpoints: []', 'monitorList: []'].map((text) => ({ path: 'x', text }))
    expect(() => importConfig(files)).toThrow(ImportError)
    expect(() => importConfig([])).toThrow(ImportError)
  })
})
