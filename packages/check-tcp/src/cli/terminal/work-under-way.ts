import type { CheckWatcher } from '../../check/check-watcher.js'
import { systemClock } from '../../core/clock.js'
import type { CheckTcpConnectionParameters } from '../../core/parameters/check-tcp-connection-parameters.js'
import { longestCheck } from '../../core/parameters/longest-check.js'
import { checkTcpConnectionSchema } from '../../core/parameters/parameters.js'
import { parseHost } from '../../core/target/host.js'
import { hostAndPort } from '../../core/target/host-and-port.js'
import type { IpAddress } from '../../core/target/ip-address.js'
import { renderWaiting } from '../../report/progress/waiting-line.js'

/** Something that takes its time, and what is known of it so far. */
export class WorkUnderWay implements CheckWatcher {
  readonly #verb: string
  readonly #what: string
  readonly #limitSeconds: number
  readonly #attempts: number
  /** What it does before it has come to an address. */
  readonly #first: string | undefined
  readonly #startMs = systemClock.monotonicMs()
  readonly #addresses = new Set<string>()
  #attempt = 1

  /**
   * @param verb such as `waiting for`
   * @param limitSeconds how long it may take
   */
  constructor(
    verb: string,
    what: string,
    limitSeconds: number,
    { attempts = 1, first }: { readonly attempts?: number; readonly first?: string } = {},
  ) {
    this.#verb = verb
    this.#what = what
    this.#limitSeconds = limitSeconds
    this.#attempts = attempts
    this.#first = first
  }

  onAttempt(attempt: number): void {
    this.#attempt = attempt
  }

  onConnect({ text }: IpAddress): void {
    // An address that was asked for itself is no news.
    if (this.#first !== undefined) this.#addresses.add(text)
  }

  /** The addresses that it has come to, and which attempt it is at. */
  get facts(): readonly string[] {
    const [first = this.#first, ...more] = this.#addresses
    return [
      ...(first === undefined
        ? []
        : [more.length > 0 ? `${first} and ${more.length} more` : first]),
      ...(this.#attempts > 1 ? [`attempt ${this.#attempt} of ${this.#attempts}`] : []),
    ]
  }

  line(columns: number): string {
    return renderWaiting(
      {
        verb: this.#verb,
        what: this.#what,
        facts: this.facts,
        elapsedSeconds: (systemClock.monotonicMs() - this.#startMs) / 1_000,
        limitSeconds: this.#limitSeconds,
      },
      columns,
    )
  }
}

const DEFAULTS = checkTcpConnectionSchema.entries

/** A check; `name` is its task's. */
export function checkUnderWay(
  parameters: CheckTcpConnectionParameters,
  name: string | undefined,
): WorkUnderWay {
  const {
    host,
    port = 0,
    timeout = DEFAULTS.timeout.default,
    attempts = DEFAULTS.attempts.default,
    retry_delay = DEFAULTS.retry_delay.default,
  } = parameters
  const target = hostAndPort(host, port)
  const limit = longestCheck({ timeout, attempts, retry_delay })
  const what = name === undefined ? target : `${name}: ${target}`
  const isName = parseHost(host).kind === 'name'
  return new WorkUnderWay('waiting for', what, limit, {
    attempts,
    ...(isName ? { first: 'looking up the name' } : {}),
  })
}
