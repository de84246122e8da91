import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { commentsOf, imported } from '../../../../test/support/imported.js'

const MODULES = `modules:
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
    tcp: { tls: true, tls_config: { insecure_skip_verify: true, min_version: TLS12 }, source_ip_address: 192.0.2.1, preferred_ip_protocol: ip4 }
  rabbit:
    prober: tcp
    tcp:
      query_response: [{ send: "HELO\\r" }, { send: "\\r" }, { expect: AMQP }]
`

/** A job with the usual three rules. */
const job = (name: string, more: string) => `
  - job_name: ${name}
    metrics_path: /probe
${more.replace(/^/gm, '    ')}
    relabel_configs:
      - { source_labels: [__address__], target_label: __param_target }
      - { source_labels: [__param_target], target_label: instance }
      - { target_label: __address__, replacement: "127.0.0.1:9115" }`

describe('blackbox_exporter', () => {
  it('gives a check for each target that Prometheus asks its TCP modules for', async () => {
    const { config, notes, unwritten } = await imported({
      'blackbox.yml': MODULES,
      'prometheus.yml': `global: { scrape_interval: 15s, external_labels: { dc: a } }
alerting: { alertmanagers: [] }
rule_files: [rules.yml]
scrape_configs:
  - job_name: node
    static_configs: [{ targets: ["node-1:9100"] }]
  - job_name: snmp
    metrics_path: /snmp
    params: { module: [if_mib] }
    static_configs: [{ targets: ["switch"] }]${job(
      'databases',
      `params: { module: [tcp_connect] }
scrape_interval: 30s
static_configs:
  - targets: ["db-1.example.com:5432", "[2001:db8::1]:5432", "no port"]
    labels: { env: prod }
file_sd_configs: [{ files: ["/etc/prometheus/targets/db-*.json", "missing.yml"] }]
metric_relabel_configs: []`,
    )}${job(
      'shells',
      `params: { module: [ssh] }
static_configs: [{ targets: ["db-1.example.com:22"] }]
consul_sd_configs: [{ server: consul }]`,
    )}${job(
      'web',
      `params: { module: [http_2xx] }
static_configs: [{ targets: ["https://example.com"] }]`,
    )}
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
      { host: 'db-1.example.com', port: 22, timeout: 9.5, family: 4, receive: '/^SSH-2.0-/l' },
    ])
    expect(config.http?.modules).toMatchObject({
      tcp_connect: { timeout: 5 },
      tls: { tls: { verify: false } },
      rabbit: { send: 'HELO\r\n\r\n', receive: '/AMQP/l' },
    })
    expect(notes).toEqual([
      'prometheus.yml: left out: global.external_labels',
      'prometheus.yml: left out: alerting: who is alerted; set channels up under `alerting`, of the kind alertmanager for example',
      'prometheus.yml: left out: rule_files (rules.yml): when an alert is sent; here it is after `confirm` bad checks in a row',
      'blackbox.yml: module "http_2xx": left out: its prober is http, not tcp',
      '3 targets by name: note: blackbox_exporter asks one address of a name (IPv6 first); here a name is up when any of its addresses answers',
      'blackbox.yml: note: what /probe may reach: nothing, until `probe_policy` under `http` allows it',
      'blackbox.yml: module "ssh": note: query_response after the last expect: send "SSH-2.0-probe": it is not sent here',
      'blackbox.yml: module "tls": left out: source_ip_address',
      'blackbox.yml: module "tls": left out: tls_config.min_version',
      'blackbox.yml: module "tls": note: preferred_ip_protocol: ip4: a name is up here when any address of it answers',
      'prometheus.yml: job "node": left out: it collects metrics, and asks for no probe of blackbox_exporter',
      'prometheus.yml: job "snmp": left out: it collects metrics, and asks for no probe of blackbox_exporter',
      'prometheus.yml: job "databases": target no port: left out: not a HOST:PORT',
      'prometheus.yml: job "databases": left out: the targets of missing.yml; name that file too',
      'prometheus.yml: job "databases": left out: metric_relabel_configs',
      'prometheus.yml: job "shells": target db-1.example.com:22: note: query_response after the last expect: send "SSH-2.0-probe": it is not sent here',
      'prometheus.yml: job "shells": left out: the targets of consul_sd_configs',
      'prometheus.yml: job "web": target https://example.com: left out: of its module "http_2xx": its prober is http, not tcp',
      'other.yml: left out: no scrape config that asks for a probe names it',
    ])
    expect(unwritten).toEqual([])
  })

  it('takes module, target, interval and instance from where relabelling puts them', async () => {
    const { config, notes } = await imported({
      'blackbox.yml': MODULES,
      'prometheus.yml': `global: { scrape_interval: 20s, scrape_timeout: 3s }
scrape_configs:
  - job_name: by label
    metrics_path: /probe
    params: { module: [http_2xx] }
    static_configs:
      - { targets: ["10.0.0.1;prod"], labels: { check: ssh, instance: gw, __scrape_interval__: 5m } }
      - { targets: ["10.0.0.2;test"], labels: { check: ssh } }
    relabel_configs:
      - { source_labels: [check], target_label: __param_module }
      - { source_labels: [__address__], regex: "([^;]+);(prod)", target_label: stage, replacement: "$2" }
      - { source_labels: [stage], regex: "", action: drop }
      - { source_labels: [__address__], regex: "([^;]+);.*", replacement: "$1:22", target_label: __param_target }
      - { target_label: __address__, replacement: "127.0.0.1:9115" }
  - job_name: fixed
    metrics_path: /probe
    scrape_interval: 1m30s
    scrape_timeout: 8s
    params: { module: [tcp_connect], target: ["10.9.9.9:99"] }
    static_configs: [{ targets: ["blackbox:9115"] }]
`,
    })
    expect(config.checks).toMatchObject([
      {
        parameters: { host: '10.0.0.1', port: 22, receive: '/^SSH-2.0-/l', timeout: 2.5 },
        everyMs: 300_000,
        tags: ['job=by label', 'check=ssh', 'instance=gw', 'stage=prod'],
      },
      { parameters: { host: '10.9.9.9', port: 99, timeout: 5 }, everyMs: 90_000 },
    ])
    expect(notes).toContain(
      'prometheus.yml: job "by label": target 10.0.0.2;test: note: its relabel_configs drop it, so it is no check there either',
    )
  })

  it('changes to TLS in the protocol that the module speaks before it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'check-tcp-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const [ca, certificate, key] = ['ca.pem', 'c.pem', 'k.pem'].map((name) => join(folder, name))
    for (const file of [ca, certificate, key]) writeFileSync(String(file), '')
    const { config, notes } = await imported({
      'blackbox.yml': `modules:
  smtp:
    prober: tcp
    tcp:
      query_response:
        - expect: "^220 ([^ ]+) ESMTP (.+)$"
        - send: "EHLO prober\\r"
        - expect: "^250-STARTTLS"
        - send: "STARTTLS\\r"
        - expect: "^220"
        - starttls: true
        - send: "EHLO prober\\r"
        - expect: "^250-AUTH"
        - send: "QUIT\\r"
      tls_config: { server_name: mail.example.com, ca_file: ${ca}, cert_file: ${certificate}, key_file: ${key} }
  imap: { prober: tcp, tcp: { query_response: [{ expect: "OK.*STARTTLS" }, { send: ". STARTTLS" }, { expect: OK }, { starttls: true }] } }
  pop: { prober: tcp, tcp: { query_response: [{ expect: "OK" }, { send: "STLS\\r" }, { expect: OK }, { starttls: true }] } }
  postgres:
    prober: tcp
    tcp:
      query_response:
        - send: !!binary AAAACATSFi8=
        - expect_bytes: S
        - starttls: true
  own: { prober: tcp, tcp: { query_response: [{ send: "TLSPLEASE" }, { expect: yes }, { starttls: true }] } }
  raw: { prober: tcp, tcp: { query_response: [{ send: !!binary /wD+ }, { expect: a }] } }
  text: { prober: tcp, tcp: { query_response: [{ send: !!binary UElORw0= }, { expect_bytes: "+P" }] } }
`,
    })
    expect(config.http?.modules).toMatchObject({
      smtp: {
        tls: {
          verify: true,
          server_name: 'mail.example.com',
          ca,
          certificate,
          key,
          starttls: 'smtp',
        },
        send: 'EHLO prober\r\n',
        receive: '/^250-AUTH/l',
      },
      imap: { tls: { verify: true, starttls: 'imap' } },
      pop: { tls: { starttls: 'pop3' } },
      postgres: { tls: { verify: true, starttls: 'postgresql' } },
      own: { send: 'TLSPLEASE\n', receive: '/yes/l' },
      text: { send: 'PING\r\n', receive: '/^\\+P/' },
    })
    expect(notes.filter((note) => !note.includes('/probe'))).toEqual([
      'blackbox.yml: module "smtp": left out: query_response before starttls: expect "^220 ([^ ]+) ESMTP (.+)$"; here any smtp answer that leads to TLS is good',
      'blackbox.yml: module "smtp": note: query_response after the last expect: send "QUIT\\r": it is not sent here',
      'blackbox.yml: module "own": left out: starttls: which protocol asks for TLS so cannot be told',
      'blackbox.yml: module "raw": left out: query_response: bytes to send that are no text, and what comes after them',
    ])
  })

  it.each([
    ['^220', true],
    ['(?i)^220[ -].*$', true],
    ['^220 .{3,}', true],
    ['^220 mx1\\.example\\.com ESMTP', false],
    ['^220 [^ ]+ Postfix', false],
  ])(
    'says that the greeting %s before starttls is left out where it is stricter',
    async (greeting, own) => {
      const steps = [{ expect: greeting }, { send: 'EHLO x\r' }, { expect: '^250[- ]STARTTLS' }]
      const rest = [{ send: 'STARTTLS\r' }, { expect: '^220' }, { starttls: true }]
      const query = JSON.stringify([...steps, ...rest])
      const { config, notes } = await imported({
        'blackbox.yml': `modules: { mx: { prober: tcp, tcp: { query_response: ${query} } } }`,
      })
      expect(config.http?.modules).toMatchObject({ mx: { tls: { starttls: 'smtp' } } })
      const said = notes.filter((note) => note.includes('before starttls'))
      expect(said).toEqual(
        own
          ? []
          : [
              `blackbox.yml: module "mx": left out: query_response before starttls: expect ${JSON.stringify(greeting)}; here any smtp answer that leads to TLS is good`,
            ],
      )
    },
  )

  it('leaves out what can fail a probe, and only notes what follows the last expect', async () => {
    const { notes } = await imported({
      'blackbox.yml': `modules: { a: { prober: tcp, tcp: { query_response: [{ expect: a }, { send: b }, { expect: c }, { send: d }] } } }`,
    })
    expect(notes.filter((note) => note.includes('query_response'))).toEqual([
      'blackbox.yml: module "a": left out: query_response after the first answer: send "b", expect "c"',
      'blackbox.yml: module "a": note: query_response after the last expect: send "d": it is not sent here',
    ])
  })

  it('gives modules for /probe where nothing says what they are asked for', async () => {
    const { config } = await imported({ 'blackbox.yml': MODULES })
    expect(config.checks).toEqual([])
    expect(Object.keys(config.http?.modules ?? {})).toEqual(['tcp_connect', 'ssh', 'tls', 'rabbit'])
  })

  it('takes the targets of a list for its one TCP module', async () => {
    const { config } = await imported({
      'blackbox.yml': 'modules: { only: { prober: tcp, timeout: 2s } }',
      'targets.yml': '- { targets: ["a:1", "a:1"] }',
    })
    expect(config.checks.map(({ id }) => id)).toEqual(['a_1', 'a_1_2'])
    expect(config.checks[0]?.parameters.timeout).toBe(2)
  })

  it('says where a check would stand why there is none', async () => {
    const { yaml } = await imported({
      'p.yml': `scrape_configs:${job(
        'mixed',
        'params: { module: [tcp_connect] }\nstatic_configs: [{ targets: ["a", "b:1", "c"] }]',
      )}`,
    })
    expect(commentsOf(yaml, 'b_1')).toEqual([
      'left out: p.yml: job "mixed": target a: not a HOST:PORT',
    ])
    expect(yaml).toMatch(
      /name: b_1\n(.*\n)+ {2}# left out: p\.yml: job "mixed": target c: not a HOST:PORT\n$/,
    )
  })
})
