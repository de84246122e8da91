import {
  type Foreign,
  goDurationMs,
  isTruthy,
  listOf,
  mappingOf,
  numberOf,
  textOf,
} from './foreign-value.js'
import { conditionsOf } from './gatus-conditions.js'
import { gatusWindow } from './gatus-window.js'
import { parseHostAndPort } from './host-and-port.js'
import { type Imported, type ImportedCheck, type ImportNote, UNVERIFIED } from './imported.js'
import { validCount, validEvery, validParameters, validTags } from './keep-valid.js'

/** What Gatus does where an endpoint or an alert says nothing. */
const STANDARD = { intervalMs: 60_000, failures: 3, successes: 2, timeoutMs: 10_000 } as const

/** Keys of an endpoint that are carried over, or mean nothing here. */
const KNOWN_KEYS = [
  ...['name', 'group', 'url', 'enabled', 'interval', 'conditions', 'alerts', 'body', 'client'],
  ...['maintenance-windows', 'extra-labels', 'ui', 'method'],
]

/** Turns a Gatus config into checks: its endpoints of TCP and TLS. */
export function importGatus(config: Foreign, path: string): Imported {
  const notes: ImportNote[] = []
  const note = (what: string, message: string) => notes.push({ where: `${path}: ${what}`, message })
  const checks: ImportedCheck[] = []
  for (const [index, one] of listOf(config.endpoints).entries()) {
    const endpoint = mappingOf(one)
    const name = textOf(endpoint.name) ?? `endpoint ${index + 1}`
    const target = targetOf(textOf(endpoint.url) ?? '')
    if (typeof target === 'string') note(`endpoint "${name}"`, target)
    else if (endpoint.enabled === false) note(`endpoint "${name}"`, 'it is not enabled')
    else {
      const check = checkOf(endpoint, name, target, config, path)
      if (typeof check === 'string') note(`endpoint "${name}"`, check)
      else checks.push(check)
    }
  }
  for (const key of ['external-endpoints', 'suites']) {
    if (listOf(config[key]).length > 0) note(key, 'there is nothing like it')
  }
  const providers = Object.keys(mappingOf(config.alerting))
  if (providers.length > 0) {
    note('alerting', `set channels up under \`alerting\` (there: ${providers.join(', ')})`)
  }
  const maintenance = gatusWindow(config.maintenance)
  if (typeof maintenance === 'string') note('maintenance', maintenance)
  return {
    checks,
    groups: {},
    main: typeof maintenance === 'object' ? { maintenance: [maintenance] } : {},
    notes,
  }
}

interface Target {
  readonly host: string
  readonly port: number
  readonly tls: boolean
}

/** The target of an endpoint, or why it cannot be one. */
function targetOf(url: string): Target | string {
  const [, scheme = '', rest = ''] = /^([a-z]+):\/\/(.*)$/i.exec(url) ?? []
  const kind = scheme.toLowerCase()
  if (kind !== 'tcp' && kind !== 'tls') {
    return kind === 'starttls'
      ? 'STARTTLS is not spoken here'
      : `${kind ? `${kind}:// is` : 'its URL is'} no TCP target`
  }
  const target = parseHostAndPort(rest.replace(/\/$/, ''))
  return target ? { ...target, tls: kind === 'tls' } : 'its URL has no host and port'
}

/** The check of an endpoint, or why its target is none. */
function checkOf(
  endpoint: Foreign,
  name: string,
  { host, port, tls }: Target,
  config: Foreign,
  path: string,
): ImportedCheck | string {
  const notes: string[] = []
  const { response_time, ...expected } = conditionsOf(listOf(endpoint.conditions), notes)
  const client = mappingOf(endpoint.client)
  const timeoutMs = goDurationMs(client.timeout) ?? STANDARD.timeoutMs
  const body = textOf(endpoint.body)
  if (tls && !isTruthy(client.insecure)) notes.push(UNVERIFIED)
  const wanted = {
    host,
    port,
    ...(timeoutMs === STANDARD.timeoutMs ? {} : { timeout: timeoutMs / 1_000 }),
    ...(tls ? { tls } : {}),
    ...(body === undefined ? {} : { send: body }),
    ...expected,
  }
  const parameters = validParameters(wanted, notes)
  if (!parameters) return notes.join('; ')
  for (const key of Object.keys(client)) if (key !== 'timeout') notes.push(`client.${key}`)
  for (const key of Object.keys(endpoint)) if (!KNOWN_KEYS.includes(key)) notes.push(key)
  const every = validEvery(goDurationMs(endpoint.interval) ?? STANDARD.intervalMs, notes)
  const windows = windowsOf(endpoint, notes)
  const group = textOf(endpoint.group)
  const labels = Object.entries(mappingOf(endpoint['extra-labels']))
  const tags = validTags(
    [...(group ? [group] : []), ...labels.map(([key, value]) => `${key}=${textOf(value) ?? ''}`)],
    notes,
  )
  return {
    title: group ? `${group} ${name}` : name,
    where: `${path}: endpoint "${name}"`,
    description: name,
    parameters,
    settings: {
      every,
      ...(tags.length > 0 ? { tags } : {}),
      ...(response_time === undefined ? {} : { expect: { response_time } }),
      ...thresholdsOf(endpoint, config, every),
      ...(windows.length > 0 ? { maintenance: windows } : {}),
    },
    notes,
  }
}

/** Gatus confirms at the endpoint's own interval; an endpoint without alerts tells nobody. */
function thresholdsOf(endpoint: Foreign, config: Foreign, every: string): Foreign {
  const alerts = listOf(endpoint.alerts).map(mappingOf)
  const active = alerts.filter(({ enabled }) => enabled !== false)
  if (active.length === 0) return { alert: false }
  const least = (key: string, standard: number) =>
    Math.min(
      ...active.map((alert) => {
        const provider = mappingOf(mappingOf(config.alerting)[textOf(alert.type) ?? ''])
        const general = mappingOf(provider['default-alert'])
        return numberOf(alert[key]) ?? numberOf(general[key]) ?? standard
      }),
    )
  return {
    confirm: validCount(least('failure-threshold', STANDARD.failures)),
    confirm_every: every,
    recover: validCount(least('success-threshold', STANDARD.successes)),
  }
}

function windowsOf(endpoint: Foreign, notes: string[]): readonly Foreign[] {
  return listOf(endpoint['maintenance-windows']).flatMap((one) => {
    const window = gatusWindow(one)
    if (typeof window === 'object') return [window]
    if (window) notes.push(`maintenance-windows: ${window}`)
    return []
  })
}
