// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of config files, not templates.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { TaskFileError } from 'check-tcp/files'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LoadedConfig, loadMonitorConfig } from './load-config.js'

type Environment = Record<string, string>

const load = (text: string, environment: Environment = {}) =>
  loadMonitorConfig({ path: 'monitor.yaml', text }, { environment, machine: 'box' })

const messagesOf = (config: LoadedConfig) =>
  config.warnings.map(({ line, column, message }) => `${line}:${column}: ${message}`)

/** A check whose other lines are the given ones. */
const check = (name: string, ...lines: string[]) =>
  [
    `- name: ${name}`,
    '  plugin: check_tcp_connection',
    '  parameters: { host: db.example.com, port: 5432 }',
    ...lines.map((line) => `  ${line}`),
  ].join('\n')

const withChecks = (...list: string[]) => `checks:\n${list.join('\n')}\n`

describe('a task file', () => {
  it('is a config as it is, with every default', async () => {
    const config = await load(check('db'))
    expect(config).toMatchObject({
      location: 'box',
      directory: join(process.cwd(), 'check-tcp-history'),
      files: [join(process.cwd(), 'monitor.yaml')],
      alerting: { channels: [], routes: [], inhibitions: [] },
      retention: {
        rawMs: 7 * 86_400_000,
        minuteMs: 30 * 86_400_000,
        hourMs: 400 * 86_400_000,
        incidentMs: 400 * 86_400_000,
      },
      http: { host: '127.0.0.1', port: 9116, hosts: [], modules: {} },
      concurrency: 500,
      warnings: [],
    })
    expect(config.checks).toEqual([
      {
        id: 'db',
        plugin: 'check_tcp_connection',
        parameters: expect.objectContaining({ host: 'db.example.com', port: 5432, timeout: 10 }),
        everyMs: 60_000,
        tags: [],
        confirm: 3,
        confirmEveryMs: 2_000,
        recover: 2,
        slowConfirm: 5,
        baseline: true,
        severity: 'critical',
        degradedSeverity: 'warning',
        alert: true,
        dependsOn: [],
        maintenance: [],
        canary: false,
        file: 'monitor.yaml',
        line: 1,
      },
    ])
  })

  it('keeps its defaults, which are parameters, beside those of a config', async () => {
    const text = `name: n
description: d
defaults: { timeout: 2, expect: closed, every: 30s }
steps:
${check('db')}`
    const { checks } = await load(text)
    expect(checks[0]).toMatchObject({
      everyMs: 30_000,
      parameters: { timeout: 2, expect: 'closed' },
    })
  })

  it('opens its local services, each of whose names stands for a port', async () => {
    const text = `local_services: { WEB: open }
tasks:
- { name: web, plugin: check_tcp_connection, parameters: { host: localhost, port: "\${WEB}" } }`
    const config = await load(text)
    expect(config.checks[0]?.parameters.port).toBeGreaterThan(0)
    await config.close()
  })
})

describe('a check', () => {
  it('has what defaults, its group and itself say, the innermost winning and tags joined', async () => {
    const { checks } = await load(`defaults:
  every: 30s
  confirm: 4
  tags: [all]
  expect: { response_time: 1, baseline: false }
  parameters: { timeout: 5, attempts: 2 }
groups:
  databases: { tags: [db], every: 10s, expect: { response_time: 50ms }, parameters: { timeout: 3 } }
checks:
- name: orders
  plugin: check_tcp_connection
  group: databases
  description: The one that matters
  parameters: { host: db, port: 5432, attempts: 1 }
  every: 5s
  tags: [production, db]
  confirm_every: 1
  recover: 3
  slow_confirm: 6
  severity: warning
  degraded_severity: info
  alert: false
  canary: true
  maintenance: [{ cron: "0 3 * * 0", time_zone: Europe/Berlin, duration: 2h }]
`)
    expect(checks[0]).toMatchObject({
      description: 'The one that matters',
      everyMs: 5_000,
      confirm: 4,
      confirmEveryMs: 1_000,
      recover: 3,
      slowConfirm: 6,
      tags: ['all', 'db', 'production'],
      expectedResponseMs: 50,
      baseline: false,
      severity: 'warning',
      degradedSeverity: 'info',
      alert: false,
      canary: true,
      parameters: { timeout: 3, attempts: 1 },
      maintenance: [{ cron: '0 3 * * 0', timeZone: 'Europe/Berlin', durationMs: 7_200_000 }],
    })
  })

  it('is looked at when it goes down, unless it or a place above it says otherwise', async () => {
    const { checks } = await load(`defaults: { evidence: false }
checks:
- { name: a, plugin: check_tcp_connection, parameters: { host: a, port: 1 } }
- { name: b, plugin: check_tcp_connection, parameters: { host: b, port: 1 }, evidence: true }
`)
    expect(checks.map(({ evidence }) => evidence)).toEqual([false, undefined])
  })

  it('is confirmed no more slowly than it is made, and heeds the expected time of a task', async () => {
    const { checks } = await load(`- name: a
  plugin: check_tcp_connection
  parameters: { host: a, port: 1, timeout: 0.5, expected_response_time: 0.25 }
  every: 1s`)
    expect(checks[0]).toMatchObject({ confirmEveryMs: 1_000, expectedResponseMs: 250 })
  })

  it('is a canary, in maintenance and on other things dependent where the whole file says so', async () => {
    const { checks: read } = await load(`canaries: [gateway]
maintenance: [{ cron: "0 0 1 * *", duration: 30m }]
defaults: { depends_on: [gateway] }
${withChecks(check('gateway'), check('db', 'maintenance: [{ cron: "5 0 1 * *", duration: 1h }]'))}`)
    const [gateway, db] = read
    expect(gateway).toMatchObject({ canary: true, dependsOn: [] })
    expect(db).toMatchObject({ canary: false, dependsOn: ['gateway'] })
    expect(db?.maintenance.map(({ cron, timeZone }) => [cron, timeZone])).toEqual([
      ['0 0 1 * *', 'UTC'],
      ['5 0 1 * *', 'UTC'],
    ])
  })
})

describe('alerting', () => {
  it('is read with its secrets filled in from the environment', async () => {
    const { alerting, checks } = await load(
      `alerting:
  channels:
    mail: { kind: email, host: smtp.example.com, from: a@example.com, to: [b@example.com], password: "\${P}" }
    hook: { kind: webhook, url: "https://example.com/hook", secret: "\${S}", headers: { X-Key: k } }
    chat: { kind: telegram, token: "\${T}", chat: -100 }
    duty: { kind: pagerduty, routing_key: "\${S}" }
    am: { kind: alertmanager, url: "http://am:9093", labels: { team: net } }
    own: { kind: command, command: [/bin/true] }
    slack: { kind: slack, url: "https://hooks.slack.com/x" }
  routes:
    - name: db
      tags: [db]
      severity: [critical]
      channels: [mail, hook, chat, duty, am, own, slack]
      group_by: [tags]
      group_wait: 30s
      repeat: 4h
      quiet_hours: [{ cron: "0 22 * * *", time_zone: Europe/Berlin, duration: 8h }]
      continue: true
  inhibit: [{ source: { tags: [core] }, target: { severity: [warning] } }]
  heartbeat: { url: "https://example.com/ping" }
${withChecks(check('a', 'tags: [db]', 'alert: [db]'))}`,
      { P: 'pass', S: 'sign', T: 'token' },
    )
    expect(checks[0]).toMatchObject({ alert: true, alertRoutes: ['db'] })
    expect(alerting).toEqual({
      channels: [
        {
          kind: 'email',
          name: 'mail',
          host: 'smtp.example.com',
          port: 587,
          secure: false,
          from: 'a@example.com',
          to: ['b@example.com'],
          password: 'pass',
        },
        {
          kind: 'webhook',
          name: 'hook',
          url: 'https://example.com/hook',
          secret: 'sign',
          headers: { 'X-Key': 'k' },
        },
        { kind: 'telegram', name: 'chat', token: 'token', chat: '-100' },
        { kind: 'pagerduty', name: 'duty', routing_key: 'sign' },
        { kind: 'alertmanager', name: 'am', url: 'http://am:9093', labels: { team: 'net' } },
        { kind: 'command', name: 'own', command: ['/bin/true'] },
        { kind: 'slack', name: 'slack', url: 'https://hooks.slack.com/x' },
      ],
      routes: [
        {
          name: 'db',
          tags: ['db'],
          severities: ['critical'],
          channels: ['mail', 'hook', 'chat', 'duty', 'am', 'own', 'slack'],
          groupBy: ['tags'],
          groupWaitMs: 30_000,
          repeatMs: 14_400_000,
          quiet: [{ cron: '0 22 * * *', timeZone: 'Europe/Berlin', durationMs: 28_800_000 }],
          continue: true,
        },
      ],
      inhibitions: [
        {
          source: { tags: ['core'], severities: [] },
          target: { tags: [], severities: ['warning'] },
        },
      ],
      heartbeat: { url: 'https://example.com/ping', everyMs: 60_000 },
    })
  })

  it('has one route to all channels where there are channels and no routes', async () => {
    const { alerting } = await load(
      `alerting: { channels: { own: { kind: command, command: ["true"] } } }\n${withChecks(check('a'))}`,
    )
    expect(alerting.routes).toEqual([
      {
        name: 'default',
        tags: [],
        severities: [],
        channels: ['own'],
        groupBy: [],
        groupWaitMs: 10_000,
        quiet: [],
        continue: false,
      },
    ])
  })
})

describe('http', () => {
  it('is turned off by false', async () => {
    expect((await load(`http: false\n${withChecks(check('a'))}`)).http).toBeUndefined()
  })

  it('may be all that a config has, with modules and the policy of their probes', async () => {
    const { http, checks } = await load(`http:
  listen: "[::]:9115"
  token: 0123456789abcdef
  hosts: [monitor.example.com]
  modules: { tcp: { timeout: 5 }, tls: { tls: true } }
  probe_policy: { rules: [{ allow: { networks: [10.0.0.0/8] } }], default: deny }
`)
    expect(checks).toEqual([])
    expect(http).toMatchObject({
      host: '::',
      port: 9115,
      token: '0123456789abcdef',
      hosts: ['monitor.example.com'],
      modules: { tcp: { timeout: 5 }, tls: { tls: true } },
      probePolicy: {
        rules: [{ allow: { networks: ['10.0.0.0/8'] } }],
        default: 'deny',
        names: ['monitor.yaml:6 allow networks 10.0.0.0/8'],
      },
    })
    expect(Object.keys(http?.modules.tcp ?? {})).not.toContain('host')
  })

  it.each([
    ['', 'deny'],
    [', default: allow', 'allow'],
  ])('denies the probes that no rule speaks of, unless told otherwise%s', async (text, stands) => {
    const { http } = await load(
      `http: { probe_policy: { rules: []${text} } }\n${withChecks(check('a'))}`,
    )
    expect(http?.probePolicy?.default).toBe(stands)
  })
})

describe('warnings', () => {
  it.each([
    [
      'of a check that can take longer than its interval',
      check('a', 'every: 5s'),
      '4:10: one check can take 10s, longer than `every` (5s): the next one is then skipped',
    ],
    [
      'of a service that counts connects',
      '- name: a\n  plugin: check_tcp_connection\n  parameters: { host: db, service: mysql }',
      '1:3: MySQL and MariaDB block a host after 100 connections without a login, and port 3306 is theirs: raise max_connect_errors (docs/guide/services-that-count-connects.md)',
    ],
    [
      'of a route without channels',
      `alerting: { routes: [{ name: r }] }\n${withChecks(check('a'))}`,
      '1:30: the route "r" has no channels: its notices go nowhere',
    ],
    [
      'of a channel that nobody uses',
      `alerting:
  channels: { a: { kind: command, command: [a] }, b: { kind: command, command: [b] } }
  routes: [{ name: r, channels: [a] }]
${withChecks(check('a'))}`,
      '2:51: no route uses the channel "b"',
    ],
    [
      'of a tag that no check has',
      `alerting:
  channels: { a: { kind: command, command: [a] } }
  routes: [{ name: r, channels: [a], tags: [prodction] }]
${withChecks(check('a', 'tags: [production]'))}`,
      '3:45: no check has the tag "prodction"; did you mean "production"?',
    ],
    [
      'of modules that may reach nothing',
      'http: { modules: { tcp: {} } }',
      '1:9: without `probe_policy` /probe may reach nothing, whatever its modules',
    ],
    [
      'of a port that everybody reaches without a token',
      `http: { listen: "0.0.0.0:9116" }\n${withChecks(check('a'))}`,
      '1:17: this accepts requests from other machines without a `token`: only what needs none is served',
    ],
  ])('are told %s', async (_of, text, warning) => {
    expect(messagesOf(await load(text))).toEqual([warning])
  })

  it('are not told of a database on this machine', async () => {
    const text =
      '- name: a\n  plugin: check_tcp_connection\n  parameters: { host: 127.0.0.1, port: 3306 }'
    expect(messagesOf(await load(text))).toEqual([])
  })
})

describe('a config of several files', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'monitor-config-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  async function loadFiles(files: Readonly<Record<string, string>>) {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), text)
    }
    return loadMonitorConfig(join(folder, 'monitor.yaml'), { environment: {}, machine: 'box' })
  }

  async function problemsOfFiles(files: Readonly<Record<string, string>>) {
    try {
      await loadFiles(files)
    } catch (error) {
      if (!(error instanceof TaskFileError)) throw error
      return error.message.replaceAll(`${folder}/`, '').split('\n')
    }
    return []
  }

  it('includes by name and by pattern, each file once and sorted', async () => {
    const { checks, files } = await loadFiles({
      'monitor.yaml':
        'include: [checks/b.yaml, "checks/*.yaml", "deep/**/*.yml"]\ndefaults: { every: 30s }',
      'checks/a.yaml': check('a'),
      'checks/b.yaml': `defaults: { timeout: 1 }\ntasks:\n${check('b')}`,
      'checks/.hidden.yaml': check('hidden'),
      'deep/er/c.yml': check('c'),
      'deep/d.yml': check('d', 'every: 7s'),
    })
    expect(checks.map(({ id, everyMs }) => [id, everyMs])).toEqual([
      ['b', 30_000],
      ['a', 30_000],
      ['d', 7_000],
      ['c', 30_000],
    ])
    expect(checks.map(({ parameters }) => parameters.timeout)).toEqual([1, 10, 10, 10])
    expect(files).toEqual(
      ['monitor.yaml', 'checks/b.yaml', 'checks/a.yaml', 'deep/d.yml', 'deep/er/c.yml'].map(
        (file) => join(folder, file),
      ),
    )
  })

  it('is refused with every problem of every file at once', async () => {
    expect(
      await problemsOfFiles({
        'monitor.yaml': `include: [checks/*.yaml, none/*.yaml, missing.yaml]
defaults: { confirm: 0 }
groups: { g: {} }
${withChecks(check('a', 'depends_on: [bb]'))}`,
        'checks/b.yaml': `location: here
groups: { g: {} }
checks:
${check('a', 'evry: 5s')}
${check('b', 'group: h')}`,
      }),
    ).toEqual([
      'monitor.yaml:1:26: no file matches "none/*.yaml"',
      'monitor.yaml:2:22: `confirm` must be an integer from 1 to 100, got 0 (number)',
      'monitor.yaml:8:16: there is no check "bb"; did you mean "b"?',
      'checks/b.yaml:1:1: `location` belongs in the main file only',
      'checks/b.yaml:2:11: the group "g" is already defined at monitor.yaml:3:14',
      'checks/b.yaml:4:9: the name "a" is already used by the check at monitor.yaml:5:9; names must be unique in a config',
      'checks/b.yaml:7:3: "evry" is not a key of a check; did you mean `every`? (allowed: name, plugin, parameters, description, group, explain, every, tags, expect, confirm, confirm_every, recover, slow_confirm, severity, degraded_severity, alert, depends_on, canary, evidence, maintenance, from, quorum, accept, partial_after)',
      'checks/b.yaml:11:10: there is no group "h" (known: g)',
      'missing.yaml: does not exist',
    ])
  })

  it('reads secrets from files, without the newline at their end, and watches them', async () => {
    const { alerting, http, files } = await loadFiles({
      'monitor.yaml': `http: { token: "file:secrets/token" }
alerting:
  channels:
    hook: { kind: webhook, url: "file:secrets/url", headers: { Authorization: "file:${folder}/secrets/key" } }
${withChecks(check('a'))}`,
      'secrets/token': '0123456789abcdef\n',
      'secrets/url': 'https://example.com/hook\r\n',
      'secrets/key': 'Bearer x',
    })
    expect(http?.token).toBe('0123456789abcdef')
    expect(alerting.channels[0]).toMatchObject({
      url: 'https://example.com/hook',
      headers: { Authorization: 'Bearer x' },
    })
    expect(files.map((file) => file.slice(folder.length + 1))).toEqual([
      'monitor.yaml',
      'secrets/url',
      'secrets/key',
      'secrets/token',
    ])
  })

  it('is refused where the file of a secret is missing or empty', async () => {
    expect(
      await problemsOfFiles({
        'monitor.yaml': `alerting:
  channels:
    duty: { kind: pagerduty, routing_key: "file:nothing" }
    chat: { kind: telegram, chat: x, token: "file:empty" }
${withChecks(check('a'))}`,
        empty: '\n',
      }),
    ).toEqual([
      'monitor.yaml:3:43: the file nothing does not exist',
      'monitor.yaml:4:45: the file empty is empty',
    ])
  })
})
