// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of config files, not templates.
import { TaskFileError } from 'check-tcp/files'
import fc from 'fast-check'
import { expect } from 'vitest'
import { describeConfig, describeConfigInWords } from '../../src/config/describe-config.js'
import { loadMonitorConfig } from '../../src/config/load-config.js'

const SECRET = 'correct horse battery staple'

const CONFIG = `name: n
location: home
directory: ./h
defaults: { every: 30s, parameters: { timeout: 5 } }
groups:
  databases: &group { tags: [db], every: 10s, depends_on: [core] }
canaries: [core]
maintenance: [{ cron: "0 3 * * 0", time_zone: Europe/Berlin, duration: 2h }]
checks:
  - { name: core, plugin: check_tcp_connection, parameters: { host: 192.0.2.1, port: 22 } }
  - name: orders
    plugin: check_tcp_connection
    group: databases
    parameters: { host: db, port: 5432, send: "x" }
    expect: { response_time: 0.05, baseline: false }
    confirm: 2
    confirm_every: 1s
    alert: [all]
    maintenance: [{ cron: "5 * * * *", duration: 90m }]
alerting:
  channels:
    mail: { kind: email, host: h, from: a, to: [b], password: "\${SECRET}", user: "\${SECRET}" }
    hook: { kind: webhook, url: "https://e.com/\${SECRET}", secret: "\${SECRET}", headers: { A: "\${SECRET}" } }
    duty: { kind: pagerduty, routing_key: "\${SECRET}" }
    chat: { kind: telegram, token: "\${SECRET}", chat: "\${SECRET}" }
  routes: [{ name: all, tags: [db], severity: [critical], channels: [mail, hook, duty, chat], quiet_hours: [{ cron: "0 1 * * *", duration: 1h }] }]
  inhibit: [{ source: { tags: [db] }, target: { severity: [info] } }]
  heartbeat: { url: "https://e.com/\${SECRET}", every: 1m }
retention: { raw: 7d }
http: { listen: "127.0.0.1:9116", token: "\${SECRET}", tokens: [{ name: ops, role: operate, token: "2 \${SECRET}" }], auth_proxy: { from: [127.0.0.1], header: X-User, role: read }, modules: { tcp: { timeout: 1 } }, probe_policy: { rules: [], default: deny } }
concurrency: 10
status_pages: [{ name: p, title: P, listen: "127.0.0.1:9118", groups: [{ services: [{ name: Core, check: core }, { name: Data, tag: db }] }] }]
`

const TOKENS = [
  ...['- ', ': ', ':', '[', ']', '{', '}', ',', '&a ', '*group', '!', '!!str ', '"', "'", '|', '#'],
  ...[
    '\n',
    '\n  ',
    '\t',
    '\u0000',
    '\u2028',
    '<<: *group',
    '__proto__: ',
    'constructor: ',
    '~',
    '-1',
  ],
  ...['0x', '1e999', '.nan', '${A}', '${', 'every: ', 'name: core', 'file:x', 'file:', '99999999d'],
  ...[
    'alert: ',
    'tags: ',
    'kind: ',
    'depends_on: [orders]',
    'include: ["*"]',
    'local_services: {}',
  ],
]

const mutation = fc.record({
  kind: fc.constantFrom('insert', 'delete', 'double', 'overwrite'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 30 }),
  token: fc.oneof(fc.constantFrom(...TOKENS), fc.string({ unit: 'binary', maxLength: 3 })),
})

type Mutation = typeof mutation extends fc.Arbitrary<infer M> ? M : never

function mutate(text: string, { kind, at, length, token }: Mutation): string {
  const start = Math.floor(at * text.length)
  const piece = kind === 'insert' ? '' : text.slice(start, start + length)
  const put = kind === 'delete' ? '' : kind === 'double' ? piece + piece : token
  return text.slice(0, start) + put + text.slice(start + piece.length)
}

/** The config, changed in up to four places. */
export const changedConfigs = fc
  .array(mutation, { maxLength: 4 })
  .map((mutations) => mutations.reduce(mutate, CONFIG))

/** Any text loads, or is refused with problems that have a place in it. @returns whether it was refused */
export async function loadsOrIsRefused(text: string): Promise<boolean> {
  try {
    const config = await loadMonitorConfig(
      { path: '/nowhere/m.yaml', text },
      { environment: { SECRET } },
    )
    await config.close()
    describeConfigInWords(config)
    return false
  } catch (error) {
    if (!(error instanceof TaskFileError)) throw error
    // The library's own words, which would repeat any value.
    expect(error.message).not.toMatch(/Invalid (type|key|length|value|format|content)/)
    const lines = text.split('\n')
    for (const { line = 0, column = 0 } of error.problems) {
      const length = lines[line - 1]?.length
      if (length === undefined || column < 1 || column > length + 1) {
        throw new Error(`${line}:${column} is no place in the file`)
      }
    }
    expect(error.message.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
    return true
  }
}

/** Every place of the config where a secret stands, with something else that refers to it in its place. */
const SECRET_PLACES = [...CONFIG.matchAll(/"[^"\n]*\$\{SECRET\}"/g)]

/** The config with a secret where something else belongs. */
export const misplacedSecrets = fc
  .tuple(
    fc.nat({ max: SECRET_PLACES.length - 1 }),
    fc.constantFrom('"${SECRET}"', '["${SECRET}"]', '{ a: "${SECRET}" }', '[[{ b: "${SECRET}" }]]'),
  )
  .map(([index, value]) => {
    const place = SECRET_PLACES[index]
    const at = place?.index ?? 0
    return CONFIG.slice(0, at) + value + CONFIG.slice(at + (place?.[0].length ?? 0))
  })

/** No message, warning or description repeats a secret. */
export async function keepsSecrets(text: string): Promise<void> {
  try {
    const config = await loadMonitorConfig({ path: 'm.yaml', text }, { environment: { SECRET } })
    const said = [config.warnings, describeConfig(config)]
    expect(JSON.stringify(said)).not.toContain('horse')
    expect(describeConfigInWords(config)).not.toContain('horse')
  } catch (error) {
    if (!(error instanceof TaskFileError)) throw error
    expect(error.message).not.toContain('horse')
    expect(error.message).not.toMatch(/Invalid (type|key|length|value|format|content)/)
  }
}
