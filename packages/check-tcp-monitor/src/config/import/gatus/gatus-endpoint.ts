import { isIP } from 'node:net'
import { writeDuration } from '../../write-duration.js'
import {
  type Foreign,
  goDurationMs,
  isTruthy,
  listOf,
  mappingOf,
  rawTextOf,
  textOf,
} from '../foreign-value.js'
import { type ImportedCheck, type NoCheck, Remarks } from '../imported.js'
import { validEvery, validParameters, validTags } from '../keep-valid.js'
import { fillReferences, hasReference, optionalReferences } from '../references.js'
import type { Routes } from '../routes.js'
import { alertsOf } from './gatus-alerts.js'
import { conditionsOf, type Expected } from './gatus-conditions.js'
import { type GatusTarget, gatusTarget } from './gatus-target.js'
import { gatusWindow } from './gatus-window.js'

/** What Gatus does where an endpoint says nothing. */
const STANDARD = { intervalMs: 60_000, timeoutMs: 10_000 } as const

/** Keys of an endpoint that are carried over, or mean nothing for TCP there either. */
const KNOWN_KEYS: readonly string[] = [
  ...['name', 'group', 'url', 'enabled', 'interval', 'conditions', 'alerts', 'body', 'client'],
  ...['maintenance-windows', 'extra-labels', 'ui', 'method', 'graphql', 'headers', 'insecure'],
]

/** What an endpoint is read with. */
interface EndpointContext {
  /** The whole config. */
  readonly config: Foreign
  readonly path: string
  /** The files that have a setting of the config. */
  readonly placeOf: (...keys: readonly string[]) => string
  readonly routes: Routes
}

/** The check of an endpoint, or why there is none. */
export function gatusCheck(
  endpoint: Foreign,
  name: string,
  context: EndpointContext,
): ImportedCheck | NoCheck {
  const where = `${context.path}: endpoint "${name}"`
  const leftOut = (message: string): NoCheck => ({ where, remark: { kind: 'left out', message } })
  const target = gatusTarget(textOf(endpoint.url) ?? '')
  if (typeof target === 'string') return leftOut(target)
  if (endpoint.dns !== undefined) return leftOut('it asks a name server')
  if (endpoint.enabled === false || textOf(endpoint.enabled) === 'false') {
    return leftOut('it is not enabled')
  }
  const remarks = new Remarks()
  const body = bodyOf(endpoint, name, target, remarks)
  const looked = { tls: target.tls !== undefined, answers: body !== undefined }
  const expected = conditionsOf(listOf(endpoint.conditions), looked, remarks)
  const refused = new Remarks()
  const parameters = validParameters(
    parametersOf(endpoint, target, expected, body, remarks),
    refused,
  )
  if (!parameters) return leftOut(refused.list.map(({ message }) => message).join('; '))
  for (const { message } of refused.list) remarks.leftOut(message)
  for (const key of Object.keys(endpoint)) if (!KNOWN_KEYS.includes(key)) remarks.leftOut(key)
  sayOfTarget(target, expected, remarks)
  const every = everyOf(endpoint.interval, remarks)
  const alerted = alertsOf(endpoint, { ...context, every }, context.routes, remarks)
  const group = textOf(endpoint.group)
  const windows = windowsOf(endpoint, remarks)
  const tags = tagsOf(endpoint, group, remarks)
  const description = [name, ...alerted.descriptions.map(optionalReferences)].join(': ')
  return {
    title: group ? `${group} ${name}` : name,
    where,
    description,
    parameters,
    settings: {
      every,
      ...(tags.length > 0 ? { tags } : {}),
      ...slownessOf(expected, alerted.confirm),
      ...alerted.settings,
      ...(windows.length > 0 ? { maintenance: windows } : {}),
    },
    remarks: remarks.list,
  }
}

function parametersOf(
  endpoint: Foreign,
  { host, port, tls }: GatusTarget,
  expected: Expected,
  body: string | undefined,
  remarks: Remarks,
): Foreign {
  const timeout = timeoutOf(mappingOf(endpoint.client), tls, remarks)
  const target = { host, port, ...(timeout === undefined ? {} : { timeout }) }
  // A port that must be closed is asked nothing.
  if (expected.closed) return { ...target, expect: 'closed' }
  const insecure = isTruthy(mappingOf(endpoint.client).insecure) || isTruthy(endpoint.insecure)
  const expires = expected.expiresInMs
  return {
    ...target,
    ...(tls === undefined
      ? {}
      : {
          tls: {
            verify: !insecure,
            ...tls,
            ...(expires === undefined ? {} : { expires_in: writeDuration(expires) }),
          },
        }),
    ...(body === undefined ? {} : { send: body }),
    // Over TCP an answer must come to what is sent; what it is, the conditions say.
    ...(body !== undefined && tls === undefined ? { receive: '/(?s)./' } : {}),
    ...expected.parameters,
  }
}

/** Seconds; Gatus takes anything below a millisecond for nothing said. */
function timeoutOf(
  client: Foreign,
  tls: Foreign | undefined,
  remarks: Remarks,
): number | undefined {
  if (hasReference(client.timeout)) {
    remarks.leftOut('client.timeout: a reference cannot stand for a number of seconds')
  }
  for (const key of Object.keys(client)) {
    if (key === 'timeout' || (key === 'insecure' && tls !== undefined)) continue
    if (key === 'dns-resolver' && tls?.starttls !== undefined) remarks.leftOut(`client.${key}`)
    else remarks.note(`client.${key}: Gatus ignores it for this endpoint too`)
  }
  const ms = goDurationMs(client.timeout) ?? 0
  const used = ms >= 1 ? ms : STANDARD.timeoutMs
  return used === STANDARD.timeoutMs ? undefined : used / 1_000
}

/** What is sent; its line ends and spaces belong to it. */
function bodyOf(
  endpoint: Foreign,
  name: string,
  { url, tls }: GatusTarget,
  remarks: Remarks,
): string | undefined {
  const body = rawTextOf(endpoint.body)
  if (!body || tls?.starttls !== undefined) return undefined
  if (/\[RANDOM_STRING_\d+\]|\[LOCAL_ADDRESS\]/.test(body)) {
    remarks.leftOut('body: it is another one each time, with [RANDOM_STRING_…] or [LOCAL_ADDRESS]')
    return undefined
  }
  // A reference may be empty where something is sent all the same.
  return (fillReferences(body, '') === '' ? body : optionalReferences(body))
    .replaceAll('[ENDPOINT_NAME]', () => name)
    .replaceAll('[ENDPOINT_GROUP]', () => textOf(endpoint.group) ?? '')
    .replaceAll('[ENDPOINT_URL]', () => url)
}

function sayOfTarget(target: GatusTarget, expected: Expected, remarks: Remarks): void {
  if (expected.unconnected) {
    remarks.note('no condition says [CONNECTED] == true: here there must be a connection')
  }
  if (expected.closed && isIP(target.host) === 0) {
    remarks.note('a name that does not resolve counts as not connected there, as unknown here')
  }
  if (expected.closed && target.tls !== undefined) {
    remarks.note(
      'not connected is here a port that is closed; a failed TLS handshake is not looked for',
    )
  }
  if (expected.expiresInMs !== undefined) {
    remarks.note(
      '[CERTIFICATE_EXPIRATION]: a certificate that expires sooner is degraded here, not down',
    )
  }
}

function everyOf(interval: unknown, remarks: Remarks): string {
  if (hasReference(interval)) return String(interval)
  const ms = goDurationMs(interval)
  if (interval !== undefined && interval !== null && ms === undefined) {
    remarks.leftOut(`interval: ${rawTextOf(interval) ?? 'it'} is not a duration`)
  }
  return validEvery(ms || STANDARD.intervalMs, remarks)
}

/** Those who are alerted about an endpoint that is down are alerted about a slow one too, as soon and with the same severity. */
function slownessOf({ responseTimeMs, expiresInMs }: Expected, confirm: unknown): Foreign {
  if (responseTimeMs === undefined && expiresInMs === undefined) return {}
  return {
    ...(responseTimeMs === undefined
      ? {}
      : { expect: { response_time: writeDuration(responseTimeMs) } }),
    slow_confirm: confirm,
    degraded_severity: 'critical',
  }
}

function tagsOf(endpoint: Foreign, group: string | undefined, remarks: Remarks): readonly string[] {
  const labels = Object.entries(mappingOf(endpoint['extra-labels']))
  const ofLabels = labels.map(([key, value]) => `${key}=${optionalReferences(textOf(value) ?? '')}`)
  return validTags([...(group ? [group] : []), ...ofLabels], remarks)
}

function windowsOf(endpoint: Foreign, remarks: Remarks): readonly Foreign[] {
  return listOf(endpoint['maintenance-windows']).flatMap((one) => {
    const window = gatusWindow(one)
    if (typeof window === 'object') return [window]
    if (window) remarks.leftOut(`maintenance-windows: ${window}`)
    return []
  })
}
