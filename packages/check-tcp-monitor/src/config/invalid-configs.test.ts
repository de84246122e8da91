// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of config files, not templates.
import { TaskFileError } from 'check-tcp/files'
import { expect, it } from 'vitest'
import { CHANNEL_DEFINITIONS } from '../alert/channels/channel-definitions.js'
import { loadMonitorConfig } from './load-config.js'

async function problemsOf(text: string) {
  const environment = { SECRET: 'correct horse battery staple' }
  try {
    await loadMonitorConfig({ path: 'm.yaml', text }, { environment, machine: 'box' })
  } catch (error) {
    if (!(error instanceof TaskFileError)) throw error
    return error.message.split('\n')
  }
  return []
}

const A = 'checks: [{ name: a, plugin: check_tcp_connection, parameters: { host: a, port: 1 } }]'

const KINDS = CHANNEL_DEFINITIONS.map(({ kind }) => kind).join(', ')

/** The check of the case has these words beside its name and parameters. */
const words = (text: string) =>
  `- { name: a, plugin: check_tcp_connection, parameters: { host: a, port: 1 }, ${text} }`

it.each([
  ['empty-file', '', ['m.yaml:1:1: a config is a mapping or a list of checks; the file is empty']],
  [
    'scalar-file',
    'monitor',
    ['m.yaml:1:1: a config is a mapping or a list of checks; got "monitor" (string)'],
  ],
  [
    'no-checks',
    'location: here',
    ['m.yaml:1:1: the config has no checks; put them under `checks`, `tasks` or `steps`'],
  ],
  [
    'one-check-without-list',
    'name: a\nplugin: check_tcp_connection\nparameters: { host: a, port: 1 }',
    [
      'm.yaml:1:1: a config has a list of checks; begin this one with "- " and indent its other lines',
    ],
  ],
  [
    'unknown-key',
    `intervall: 5s\n${A}`,
    [
      'm.yaml:1:1: "intervall" is not a key of a config (allowed: name, description, defaults, groups, checks, tasks, steps, local_services, location, directory, include, canaries, maintenance, alerting, retention, history, http, concurrency, hub, locations, status_pages)',
    ],
  ],
  [
    'checks-and-tasks',
    `tasks: []\n${A}`,
    ['m.yaml:2:1: a file has one of checks, tasks, steps, not checks and tasks'],
  ],
  [
    'checks-mapping',
    'checks: { a: 1 }',
    ['m.yaml:1:9: `checks` must be a list of checks, got a mapping'],
  ],
  [
    'check-scalar',
    '- check',
    [
      'm.yaml:1:3: a check must be a mapping with name, plugin and parameters, got "check" (string)',
    ],
  ],
  [
    'check-without-anything',
    '- {}',
    [
      'm.yaml:1:3: the check lacks `name`',
      'm.yaml:1:3: the check lacks `plugin`',
      'm.yaml:1:3: the check lacks `parameters`',
    ],
  ],
  [
    'plugin',
    '- { name: a, plugin: check_tcp_conection, parameters: { host: a, port: 1 } }',
    [
      'm.yaml:1:22: plugin "check_tcp_conection" is not known; did you mean check_tcp_connection? (known: check_tcp_connection)',
    ],
  ],
  [
    'parameters-list',
    '- { name: a, plugin: check_tcp_connection, parameters: [a] }',
    ['m.yaml:1:56: `parameters` must be a mapping, got a list'],
  ],
  [
    'parameter',
    '- { name: a, plugin: check_tcp_connection, parameters: { host: a, prot: 1, timeout: 5s } }',
    [
      'm.yaml:1:3: `port` is required',
      'm.yaml:1:67: "prot" is not a known key; did you mean `port`? (allowed: host, port, timeout, source_port, attempts, retry_delay, family, addresses, service, banner, expect, min_addresses, resolves_to, expected_response_time, tls, send, receive, hold, close)',
      'm.yaml:1:85: `timeout` must be a number of seconds from 0.001 to 86400, got "5s" (string); write 5 (seconds)',
    ],
  ],
  [
    'name',
    '- { name: 5, plugin: check_tcp_connection, parameters: { host: a, port: 1 } }',
    ['m.yaml:1:11: `name` must be a text, got 5 (number); put it in quotes'],
  ],
  [
    'equal-names',
    `checks:\n${words('every: 1m')}\n${words('every: 2m')}`,
    [
      'm.yaml:3:11: the name "a" is already used by the check at m.yaml:2:11; names must be unique in a config',
    ],
  ],
  [
    'every',
    words('every: 5 minutes'),
    [
      'm.yaml:1:85: `every` must be a duration from 1s to 7d (seconds, or a text such as 30s, 5m, 1h), got "5 minutes" (string)',
    ],
  ],
  [
    'every-too-short',
    words('every: 0.5'),
    [
      'm.yaml:1:85: `every` must be a duration from 1s to 7d (seconds, or a text such as 30s, 5m, 1h), got 0.5 (number)',
    ],
  ],
  [
    'every-null',
    words('every: '),
    [
      'm.yaml:1:86: `every` must be a duration from 1s to 7d (seconds, or a text such as 30s, 5m, 1h), got null',
    ],
  ],
  [
    'confirm-every',
    words('every: 10s, confirm_every: 30s'),
    ['m.yaml:1:105: `confirm_every` (30s) must be at most `every` (10s)'],
  ],
  [
    'confirm',
    words('confirm: 2.5'),
    ['m.yaml:1:87: `confirm` must be an integer from 1 to 100, got 2.5 (number)'],
  ],
  [
    'expect-of-a-task',
    words('expect: closed'),
    [
      'm.yaml:1:86: `expect` must be a mapping with response_time and baseline; whether a port is open or closed belongs in `parameters`, got "closed" (string)',
    ],
  ],
  [
    'expect',
    words('expect: { response: 5, baseline: 1 }'),
    [
      'm.yaml:1:88: "response" is not a key of `expect` (allowed: response_time, baseline)',
      'm.yaml:1:111: `baseline` must be true or false, got 1 (number)',
    ],
  ],
  [
    'severity',
    words('severity: critcal'),
    [
      'm.yaml:1:88: `severity` must be one of info, warning, critical, got "critcal" (string); did you mean critical?',
    ],
  ],
  [
    'alert',
    words('alert: 5'),
    ['m.yaml:1:85: `alert` must be true, false or a list of at least one route, got 5 (number)'],
  ],
  ['unknown-route', words('alert: [db]'), ['m.yaml:1:86: there is no route "db"']],
  [
    'tags',
    words('tags: [a, 5]'),
    ['m.yaml:1:88: an entry of `tags` must be a text of 1 to 100 characters, got 5 (number)'],
  ],
  ['group', words('group: db'), ['m.yaml:1:85: there is no group "db"']],
  [
    'dependency',
    `checks:\n${words('depends_on: [aa]')}`,
    ['m.yaml:2:91: there is no check "aa"; did you mean "a"?'],
  ],
  [
    'dependency-on-itself',
    words('depends_on: [a]'),
    ['m.yaml:1:90: `depends_on` forms a cycle: "a" > "a"'],
  ],
  [
    'cycle',
    [
      words('depends_on: [b]'),
      words('depends_on: [c]').replace('name: a', 'name: b'),
      words('depends_on: [a]').replace('name: a', 'name: c'),
    ].join('\n'),
    ['m.yaml:1:90: `depends_on` forms a cycle: "a" > "b" > "c" > "a"'],
  ],
  ['canary', `canaries: [b]\n${A}`, ['m.yaml:1:12: there is no check "b" (known: a)']],
  [
    'silent-canary',
    `- { name: a, plugin: check_tcp_connection, parameters: { host: a, port: 1, expect: filtered }, canary: true }`,
    [
      'm.yaml:1:104: "a" cannot be a canary: it expects a port that is filtered, and silence looks the same when this location is cut off',
    ],
  ],
  [
    'silent-canary-by-name',
    'canaries: [b, a]\nchecks:\n  - { name: a, plugin: check_tcp_connection, parameters: { host: a, port: 1, expect: closed } }\n  - { name: b, plugin: check_tcp_connection, parameters: { host: b, port: 1 } }',
    [
      'm.yaml:1:15: "a" cannot be a canary: it expects a port that is closed, and silence looks the same when this location is cut off',
    ],
  ],
  [
    'silent-canary-by-defaults',
    'defaults: { canary: true }\nchecks:\n  - { name: a, plugin: check_tcp_connection, parameters: { host: a, port: 1, expect: closed } }',
    [
      'm.yaml:3:86: "a" cannot be a canary: it expects a port that is closed, and silence looks the same when this location is cut off',
    ],
  ],
  [
    'cron',
    words('maintenance: [{ cron: "61 * * * *", duration: 1h }]'),
    [
      'm.yaml:1:100: `cron` must be a cron expression of five fields such as 0 3 * * 0 (Invalid value for minute: 61), got "61 * * * *" (string)',
    ],
  ],
  [
    'cron-that-never-comes',
    words('maintenance: [{ cron: "0 0 30 2 *", duration: 1h }]'),
    [
      'm.yaml:1:100: `cron` must be a cron expression of five fields such as 0 3 * * 0 (this date never occurs), got "0 0 30 2 *" (string)',
    ],
  ],
  [
    'cron-with-seconds',
    words('maintenance: [{ cron: "* * * * * *", duration: 1h }]'),
    [
      'm.yaml:1:100: `cron` must be a cron expression of five fields such as 0 3 * * 0 (it has 6), got "* * * * * *" (string)',
    ],
  ],
  [
    'time-zone',
    words('maintenance: [{ cron: "0 0 * * *", time_zone: Europe/Berln, duration: 1h }]'),
    [
      'm.yaml:1:124: `time_zone` must be an IANA time zone such as Europe/Berlin, got "Europe/Berln" (string)',
    ],
  ],
  [
    'window-without-duration',
    words('maintenance: [{ cron: "0 0 * * *" }]'),
    ['m.yaml:1:92: an entry of `maintenance` lacks `duration`'],
  ],
  [
    'defaults',
    `defaults: { evry: 5s, timout: 5, parameters: { prot: 5 } }\n${A}`,
    [
      'm.yaml:1:13: "evry" is not a key of `defaults`; did you mean `every`? (allowed: every, tags, expect, confirm, confirm_every, recover, slow_confirm, severity, degraded_severity, alert, depends_on, canary, evidence, maintenance, from, quorum, accept, partial_after, parameters, host, port, timeout, source_port, attempts, retry_delay, family, addresses, service, banner, min_addresses, resolves_to, expected_response_time, tls, send, receive, hold, close)',
      'm.yaml:1:23: "timout" is not a key of `defaults`; did you mean `timeout`?',
      'm.yaml:1:48: "prot" is not a key of `parameters`; did you mean `port`? (allowed: host, port, timeout, source_port, attempts, retry_delay, family, addresses, service, banner, expect, min_addresses, resolves_to, expected_response_time, tls, send, receive, hold, close)',
    ],
  ],
  [
    'defaults-scalar',
    `defaults: 5\n${A}`,
    ['m.yaml:1:11: `defaults` must be a mapping of settings, got 5 (number)'],
  ],
  [
    'groups',
    `groups: [a]\n${A}`,
    ['m.yaml:1:9: `groups` must be a mapping of names to settings, got a list'],
  ],
  [
    'group-settings',
    `groups: { a: { timeout: 5 }, b: 5 }\n${A}`,
    [
      'm.yaml:1:16: `timeout` is a parameter: put it under `parameters`',
      'm.yaml:1:33: `b` must be a mapping of settings, got 5 (number)',
    ],
  ],
  [
    'include',
    `include: checks.yaml\n${A}`,
    [
      'm.yaml:1:10: `include` must be a list of file names, which may have * and ?, got "checks.yaml" (string)',
    ],
  ],
  [
    'history',
    `history: { sync: 1m, flush: 1s }\n${A}`,
    [
      'm.yaml:1:18: `sync` must be a duration from 0ms to 10s (seconds, or a text such as 30s, 5m, 1h), got "1m" (string)',
      'm.yaml:1:22: "flush" is not a key of `history` (allowed: sync)',
    ],
  ],
  [
    'retention',
    `retention: { raw: 5, hour: 1d }\n${A}`,
    [
      'm.yaml:1:19: `raw` must be a duration from 1h to 3650d (seconds, or a text such as 30s, 5m, 1h), got 5 (number)',
      'm.yaml:1:22: "hour" is not a key of `retention`; did you mean `hours`? (allowed: raw, minutes, hours, incidents)',
    ],
  ],
  [
    'concurrency',
    `concurrency: 0\n${A}`,
    ['m.yaml:1:14: `concurrency` must be an integer from 1 to 10000, got 0 (number)'],
  ],
  [
    'http',
    `http: on\n${A}`,
    [
      'm.yaml:1:7: `http` must be false, or a mapping with listen, token, tokens, auth_proxy, hosts, modules, probe_policy, got "on" (string)',
    ],
  ],
  [
    'listen',
    `http: { listen: 9116, token: "\${SECRET}" }\n${A}`,
    [
      'm.yaml:1:17: `listen` must be an address and a port such as 127.0.0.1:9116 or [::1]:9116, got 9116 (number)',
    ],
  ],
  [
    'token',
    `http: { token: hunter2 }\n${A}`,
    [
      'm.yaml:1:16: `token` must be a text of at least 16 characters, got a value that is not shown',
    ],
  ],
  [
    'module',
    `http: { modules: { tcp: { host: a, timeot: 5 }, b: 5 } }\n${A}`,
    [
      'm.yaml:1:27: a module has no `host`: the caller of /probe names the target',
      'm.yaml:1:36: "timeot" is not a known key; did you mean `timeout`? (allowed: host, port, timeout, source_port, attempts, retry_delay, family, addresses, service, banner, expect, min_addresses, resolves_to, expected_response_time, tls, send, receive, hold, close)',
      'm.yaml:1:52: `b` must be a mapping of parameters, got 5 (number)',
    ],
  ],
  [
    'probe-policy',
    `http: { probe_policy: { rules: [{ permit: {} }] } }\n${A}`,
    ['m.yaml:1:33: a rule must be a mapping with one key, allow or deny, and its conditions'],
  ],
  [
    'channel-scalar',
    `alerting: { channels: { a: hunter2 } }\n${A}`,
    [
      `m.yaml:1:28: \`a\` must be a mapping with a kind, one of ${KINDS}, got a value that is not shown`,
    ],
  ],
  [
    'channel-kind',
    `alerting: { channels: { a: { kind: emial }, b: {} } }\n${A}`,
    [
      `m.yaml:1:36: \`kind\` must be one of ${KINDS}, got "emial" (string); did you mean email?`,
      `m.yaml:1:48: \`b\` lacks \`kind\`: one of ${KINDS}`,
    ],
  ],
  [
    'channel-keys',
    `alerting: { channels: { a: { kind: slack, uri: hunter2, urll: hunter2 } } }\n${A}`,
    [
      'm.yaml:1:28: `a` lacks `url`',
      'm.yaml:1:43: "uri" is not a key of `a`; did you mean `url`? (allowed: kind, url)',
      'm.yaml:1:57: "urll" is not a key of `a`; did you mean `url`?',
    ],
  ],
  [
    'channel-values',
    `alerting: { channels: { a: { kind: webhook, url: "\${SECRET}", secret: 5, headers: { A: [1] } } } }\n${A}`,
    [
      'm.yaml:1:50: `url` must be an http or https URL, got a value that is not shown',
      'm.yaml:1:71: `secret` must be a text, got a value that is not shown',
      'm.yaml:1:88: `A` must be a text, got a value that is not shown',
    ],
  ],
  [
    'heartbeat',
    `alerting: { heartbeat: { url: "\${SECRET}", every: 1s } }\n${A}`,
    [
      'm.yaml:1:31: `url` must be an http or https URL, got a value that is not shown',
      'm.yaml:1:51: `every` must be a duration from 10s to 1d (seconds, or a text such as 30s, 5m, 1h), got "1s" (string)',
    ],
  ],
  [
    'former-key',
    `alerting: { dead_man: { url: "\${SECRET}" } }\n${A}`,
    ['m.yaml:1:13: `dead_man` of `alerting` is called `heartbeat` now'],
  ],
  [
    'secret-of-the-environment',
    `alerting: { heartbeat: { url: "\${NO_SECRET}" } }\n${A}`,
    [
      'm.yaml:1:32: the environment variable NO_SECRET is not set; set it, or give a default: ${NO_SECRET:-default}',
    ],
  ],
  [
    'route',
    `alerting: { routes: [{ chanels: [a], severity: [bad], group_by: [host] }] }\n${A}`,
    [
      'm.yaml:1:22: an entry of `routes` lacks `name`',
      'm.yaml:1:24: "chanels" is not a key of an entry of `routes`; did you mean `channels`? (allowed: name, tags, severity, channels, group_by, group_wait, repeat, quiet_hours, continue)',
      'm.yaml:1:49: an entry of `severity` must be one of info, warning, critical, got "bad" (string)',
      'm.yaml:1:66: an entry of `group_by` must be one of tags, severity, location, check, got "host" (string)',
    ],
  ],
  [
    'route-channel',
    `alerting: { channels: { mail: { kind: command, command: [a] } }, routes: [{ name: a, channels: [mial] }] }\n${A}`,
    ['m.yaml:1:97: there is no channel "mial"; did you mean "mail"?'],
  ],
  [
    'equal-routes',
    `alerting: { routes: [{ name: a }, { name: a }] }\n${A}`,
    ['m.yaml:1:43: there is a route "a" already'],
  ],
  [
    'inhibition',
    `alerting: { inhibit: [{ source: { tag: [a] } }] }\n${A}`,
    [
      'm.yaml:1:23: an entry of `inhibit` lacks `target`',
      'm.yaml:1:35: "tag" is not a key of `source`; did you mean `tags`? (allowed: tags, severity)',
    ],
  ],
  [
    'local-service',
    `local_services: { A: opn }\n${A}`,
    [
      'm.yaml:1:22: the local service A must be one of open, greets, closed, got "opn" (string); did you mean open?',
    ],
  ],
  [
    'yaml',
    'checks: [\n',
    ['m.yaml:1:9: the bracket [ opened here is never closed; the closing ] is missing'],
  ],
  [
    'stray-parameter',
    words('timeout: 5'),
    ['m.yaml:1:78: `timeout` is a parameter: put it under `parameters`'],
  ],
  [
    'empty-alert',
    words('alert: []'),
    ['m.yaml:1:85: `alert` must be true, false or a list of at least one route, got a list'],
  ],
  [
    'long-name',
    `- { name: ${'a'.repeat(201)}, plugin: check_tcp_connection, parameters: { host: a, port: 1 } }`,
    ['m.yaml:1:11: `name` must be a text of 1 to 200 characters, got 201'],
  ],
  [
    'second-document',
    `${A}\n---\n${A}`,
    [
      'm.yaml:2:1: a file is one YAML document, and here begins another; leave out this line, or make it a file of its own',
    ],
  ],
] satisfies [string, string, string[]][])(
  'invalid-%s is refused with its place, what is wrong and what is allowed',
  async (_mistake, text, problems) => {
    expect(await problemsOf(text)).toEqual(problems)
  },
)
