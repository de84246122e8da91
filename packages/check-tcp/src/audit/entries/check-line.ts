import type { CheckParameters } from '../../core/parameters.js'
import type { CheckResult } from '../../core/result.js'
import type { CheckEntry, Reasons } from './entry.js'

/** What a check was, for the log. */
export interface AuditedCheck {
  readonly parameters: CheckParameters
  readonly result: CheckResult
  readonly why: Reasons
}

/** Parameters that stand elsewhere in the entry, or whose text may be a secret. */
const NOT_AS_THEY_ARE: ReadonlySet<string> = new Set(['host', 'port', 'send', 'receive'])

/**
 * The entry of a check without its beginning, which says who checks. Passwords are sent to services: of `send` and
 * `receive` only the length is told, and of what a service answered nothing.
 */
export function checkPart({
  parameters,
  result,
  why,
}: AuditedCheck): Omit<CheckEntry, 'time' | 'who'> {
  const { status, connected, attempts, response_time, details } = result
  const { failure, fault, code, cause } = details
  return {
    kind: 'check',
    what: {
      host: parameters.host,
      port: parameters.port,
      addresses: addressesOf(result),
      parameters: withoutSecrets(parameters),
    },
    why,
    outcome: {
      status,
      connected,
      ...(failure === undefined ? {} : { failure, fault }),
      ...(code === undefined ? {} : { code }),
      ...(failure === 'denied_by_policy' && cause !== undefined ? { cause } : {}),
      attempts,
      response_time,
    },
  }
}

function withoutSecrets(parameters: CheckParameters): Record<string, unknown> {
  const told: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(parameters)) {
    if (value !== undefined && !NOT_AS_THEY_ARE.has(key)) told[key] = value
  }
  const { send, receive } = parameters
  if (send !== undefined) told.send_bytes = Buffer.byteLength(send)
  if (receive !== undefined) told.receive_bytes = Buffer.byteLength(receive)
  return told
}

function addressesOf({ details }: CheckResult): readonly string[] {
  const [only, ...more] = details.attempts
  const first = only?.addresses.map(({ address }) => address) ?? []
  if (more.length === 0) return first
  const all = more.flatMap(({ addresses }) => addresses.map(({ address }) => address))
  return [...new Set([...first, ...all])]
}
