// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of config files, not templates.
import { TaskFileError } from 'check-tcp/config-files'
import { expect, it } from 'vitest'
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

/** The check of the case has these words beside its name and parameters. */
const words = (text: string) =>
  `- { name: a, plugin: check_tcp_connection, parameters: { host: a, port: 1 }, ${text} }`

it.each([
  ['empty-file', '', []],
  ['scalar-file', 'monitor', []],
  ['no-checks', 'location: here', []],
  [
    'one-check-without-list',
    'name: a\nplugin: check_tcp_connection\nparameters: { host: a, port: 1 }',
    [],
  ],
  ['unknown-key', `intervall: 5s\n${A}`, []],
  ['checks-and-tasks', `tasks: []\n${A}`, []],
  ['checks-mapping', 'checks: { a: 1 }', []],
  ['check-scalar', '- check', []],
  ['check-without-anything', '- {}', []],
  ['plugin', '- { name: a, plugin: check_tcp_conection, parameters: { host: a, port: 1 } }', []],
  ['parameters-list', '- { name: a, plugin: check_tcp_connection, parameters: [a] }', []],
  [
    'parameter',
    '- { name: a, plugin: check_tcp_connection, parameters: { host: a, prot: 1, timeout: 5s } }',
    [],
  ],
  ['name', '- { name: 5, plugin: check_tcp_connection, parameters: { host: a, port: 1 } }', []],
  ['equal-names', `checks:\n${words('every: 1m')}\n${words('every: 2m')}`, []],
  ['every', words('every: 5 minutes'), []],
  ['every-too-short', words('every: 0.5'), []],
  ['every-null', words('every: '), []],
  ['confirm-every', words('every: 10s, confirm_every: 30s'), []],
  ['confirm', words('confirm: 2.5'), []],
  ['expect-of-a-task', words('expect: closed'), []],
  ['expect', words('expect: { response: 5, baseline: 1 }'), []],
  ['severity', words('severity: critcal'), []],
  ['alert', words('alert: 5'), []],
  ['unknown-route', words('alert: [db]'), []],
  ['tags', words('tags: [a, 5]'), []],
  ['group', words('group: db'), []],
  ['dependency', `checks:\n${words('depends_on: [aa]')}`, []],
  ['dependency-on-itself', words('depends_on: [a]'), []],
  [
    'cycle',
    [
      words('depends_on: [b]'),
      words('depends_on: [c]').replace('name: a', 'name: b'),
      words('depends_on: [a]').replace('name: a', 'name: c'),
    ].join('\n'),
    [],
  ],
  ['canary', `canaries: [b]\n${A}`, []],
  ['cron', words('maintenance: [{ cron: "61 * * * *", duration: 1h }]'), []],
  ['cron-that-never-comes', words('maintenance: [{ cron: "0 0 30 2 *", duration: 1h }]'), []],
  ['cron-with-seconds', words('maintenance: [{ cron: "* * * * * *", duration: 1h }]'), []],
  [
    'time-zone',
    words('maintenance: [{ cron: "0 0 * * *", time_zone: Europe/Berln, duration: 1h }]'),
    [],
  ],
  ['window-without-duration', words('maintenance: [{ cron: "0 0 * * *" }]'), []],
  ['defaults', `defaults: { evry: 5s, timout: 5, parameters: { prot: 5 } }\n${A}`, []],
  ['defaults-scalar', `defaults: 5\n${A}`, []],
  ['groups', `groups: [a]\n${A}`, []],
  ['group-settings', `groups: { a: { timeout: 5 }, b: 5 }\n${A}`, []],
  ['include', `include: checks.yaml\n${A}`, []],
  ['retention', `retention: { raw: 5, hour: 1d }\n${A}`, []],
  ['concurrency', `concurrency: 0\n${A}`, []],
  ['http', `http: on\n${A}`, []],
  ['listen', `http: { listen: 9116, token: "\${SECRET}" }\n${A}`, []],
  ['token', `http: { token: hunter2 }\n${A}`, []],
  ['module', `http: { modules: { tcp: { host: a, timeot: 5 }, b: 5 } }\n${A}`, []],
  ['probe-policy', `http: { probe_policy: { rules: [{ permit: {} }] } }\n${A}`, []],
  ['channel-scalar', `alerting: { channels: { a: hunter2 } }\n${A}`, []],
  ['channel-kind', `alerting: { channels: { a: { kind: emial }, b: {} } }\n${A}`, []],
  [
    'channel-keys',
    `alerting: { channels: { a: { kind: slack, uri: hunter2, urll: hunter2 } } }\n${A}`,
    [],
  ],
  [
    'channel-values',
    `alerting: { channels: { a: { kind: webhook, url: "\${SECRET}", secret: 5, headers: { A: [1] } } } }\n${A}`,
    [],
  ],
  ['dead-man', `alerting: { dead_man: { url: "\${SECRET}", every: 1s } }\n${A}`, []],
  ['secret-of-the-environment', `alerting: { dead_man: { url: "\${NO_SECRET}" } }\n${A}`, []],
  [
    'route',
    `alerting: { routes: [{ chanels: [a], severity: [bad], group_by: [host] }] }\n${A}`,
    [],
  ],
  [
    'route-channel',
    `alerting: { channels: { mail: { kind: command, command: [a] } }, routes: [{ name: a, channels: [mial] }] }\n${A}`,
    [],
  ],
  ['equal-routes', `alerting: { routes: [{ name: a }, { name: a }] }\n${A}`, []],
  ['inhibition', `alerting: { inhibit: [{ source: { tag: [a] } }] }\n${A}`, []],
  ['local-service', `local_services: { A: opn }\n${A}`, []],
  ['yaml', 'checks: [\n', []],
  ['second-document', `${A}\n---\n${A}`, []],
] satisfies [string, string, string[]][])(
  'invalid-%s is refused with its place, what is wrong and what is allowed',
  async (_mistake, text, problems) => {
    expect(await problemsOf(text)).toEqual(problems)
  },
)
