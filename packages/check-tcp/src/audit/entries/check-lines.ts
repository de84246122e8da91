import type { CheckParameters } from '../../core/parameters/check-parameters.js'
import type { CheckResult } from '../../core/wire/result.js'
import { hostAsWritten, parametersAsWritten, reasonsAsWritten } from './as-written.js'
import type { ProbeEntry, Reasons } from './entry.js'

/** What a check was, for the log. */
export interface AuditedCheck {
  readonly parameters: CheckParameters
  readonly result: CheckResult
  readonly why: Reasons
}

/** What an explanation is about to send, for the log. */
export interface AuditedProbe {
  readonly what: ProbeEntry['what']
  readonly why: Reasons
  /** Wall time, milliseconds since 1970. */
  readonly wallMs: number
}

/** Parameters that stand elsewhere in the entry, or whose text may be a secret. */
const NOT_AS_THEY_ARE: ReadonlySet<string> = new Set(['host', 'port', 'send', 'receive'])

/**
 * Writes the entries of checks. Passwords are sent to services: of `send` and `receive` only the length is told, and of
 * what a service answered nothing. Put together by hand, since checks are made by the million.
 */
export class CheckLines {
  readonly #who: string
  /** Many checks differ in their targets alone. */
  #last: { readonly parameters: CheckParameters; readonly text: string } | undefined

  /** @param who JSON */
  constructor(who: string) {
    this.#who = who
  }

  line({ parameters, result, why }: AuditedCheck): string {
    const { host, port } = parameters
    const addresses = JSON.stringify(addressesOf(result))
    const told = JSON.stringify(hostAsWritten(host, why))
    const what = `{"host":${told},"port":${port},"addresses":${addresses},"parameters":${this.#textOf(parameters, why)}}`
    const head = `"kind":"check","time":"${result.timestamp}","who":${this.#who}`
    return `{${head},"what":${what},"why":${JSON.stringify(reasonsAsWritten(why))},"outcome":${outcomeOf(result)}}`
  }

  probeLine({ what, why, wallMs }: AuditedProbe): string {
    const head = `"kind":"probe","time":"${new Date(wallMs).toISOString()}","who":${this.#who}`
    return `{${head},"what":${JSON.stringify(what)},"why":${JSON.stringify(reasonsAsWritten(why))}}`
  }

  #textOf(parameters: CheckParameters, why: Reasons): string {
    if (why.task?.written?.parameters) {
      return JSON.stringify(parametersAsWritten(withoutSecrets(parameters), why))
    }
    if (!this.#last || !areAlike(parameters, this.#last.parameters)) {
      this.#last = { parameters, text: JSON.stringify(withoutSecrets(parameters)) }
    }
    return this.#last.text
  }
}

function outcomeOf({ status, connected, attempts, response_time, details }: CheckResult): string {
  const made = `"attempts":${attempts},"response_time":${response_time}}`
  const { failure, fault, code, cause } = details
  if (failure === undefined) return `{"status":"${status}","connected":${connected},${made}`
  // What is not there leaves nothing in the text.
  const why = { failure, fault, code, cause: failure === 'denied_by_policy' ? cause : undefined }
  const words = JSON.stringify(why).slice(1, -1)
  return `{"status":"${status}","connected":${connected},${words},${made}`
}

/** The same but for the target? */
function areAlike(one: CheckParameters, other: CheckParameters): boolean {
  const keys = Object.keys(one) as (keyof CheckParameters)[]
  if (keys.length !== Object.keys(other).length) return false
  return keys.every((key) => key === 'host' || key === 'port' || one[key] === other[key])
}

function withoutSecrets(parameters: CheckParameters): Record<string, unknown> {
  const told: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(parameters)) {
    if (!NOT_AS_THEY_ARE.has(key)) told[key] = value
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
