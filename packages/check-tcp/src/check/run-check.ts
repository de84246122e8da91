import { sleep } from '../core/clock.js'
import type { FailureReason } from '../core/failure/failure.js'
import { textOfHost } from '../core/target/host.js'
import type { CheckResult } from '../core/wire/result.js'
import type { Admitted } from './admission.js'
import { type AttemptOutcome, type CheckOrder, type CheckTools, makeAttempt } from './attempt.js'
import { unmetExpectation } from './expectation.js'
import { toResult } from './to-result.js'

/**
 * Makes up to `attempts` attempts, `retry_delay` apart, until one connects.
 *
 * @throws (as a rejection) what a policy, an engine or a resolver throws that breaks its promise
 */
export function runCheck(order: CheckOrder, tools: CheckTools): Promise<CheckResult> {
  return new Promise((resolve, reject) => new CheckRun(order, tools, resolve, reject).next())
}

const CANCELLED: FailureReason = { failure: 'cancelled' }

/** One check on its way; an object with its steps, since every `await` costs a share of a check's time. */
class CheckRun {
  readonly #order: CheckOrder
  readonly #tools: CheckTools
  readonly #resolve: (result: CheckResult) => void
  readonly #reject: (error: unknown) => void
  readonly #attempts: AttemptOutcome[] = []
  #startMs: number | undefined
  /** What a check waits for its turns is not its time. */
  #waitedMs = 0
  /** Why the last attempt is not what was expected. */
  #reason: FailureReason | undefined = CANCELLED

  constructor(
    order: CheckOrder,
    tools: CheckTools,
    resolve: (result: CheckResult) => void,
    reject: (error: unknown) => void,
  ) {
    this.#order = order
    this.#tools = tools
    this.#resolve = resolve
    this.#reject = reject
  }

  /** Makes the next attempt, or ends where there is none to make. */
  next(): void {
    const { parameters, signal } = this.#order
    const { clock } = this.#tools
    const refusal = this.#attempts.length === 0 ? this.#tools.audit?.refusal() : undefined
    if (refusal !== undefined) {
      this.#resolve(this.#result({ failure: 'not_audited', cause: refusal }))
      return
    }
    const isLast = this.#attempts.length >= parameters.attempts
    if (isLast || signal?.aborted) this.#end()
    else if (this.#attempts.length === 0) this.#enter()
    else {
      const delay = sleep(clock, parameters.retry_delay * 1_000, signal)
      delay.then(() => (signal?.aborted ? this.#end() : this.#enter())).catch(this.#reject)
    }
  }

  #enter(): void {
    const { parameters, host, signal, subject } = this.#order
    const { admission, clock } = this.#tools
    if (!admission) {
      this.#attempt(undefined)
      return
    }
    const askedMs = clock.monotonicMs()
    this.#startMs ??= askedMs
    const entered = admission.enter(subject.name ?? textOfHost(host), parameters.port, signal)
    entered
      .then((admitted) => {
        this.#waitedMs += clock.monotonicMs() - askedMs
        this.#attempt(admitted)
      })
      .catch(this.#reject)
  }

  #attempt(admitted: Admitted | undefined): void {
    this.#order.watcher?.onAttempt(this.#attempts.length + 1)
    const startMs = this.#tools.clock.monotonicMs()
    this.#startMs ??= startMs
    const settle = (attempt: AttemptOutcome) => {
      admitted?.leave()
      this.#waitedMs += attempt.waitedMs
      this.#attempts.push(attempt)
      this.#reason = unmetExpectation(this.#order.parameters, attempt)
      // The policy would say the same again.
      if (!this.#reason || this.#reason.failure === 'denied_by_policy') this.#end()
      else this.next()
    }
    const fail = (error: unknown) => {
      admitted?.leave()
      this.#reject(error)
    }
    try {
      makeAttempt(this.#order, this.#tools, { startMs, admitted }, settle, fail)
    } catch (error) {
      fail(error)
    }
  }

  #end(): void {
    const { parameters, signal, why, onProbed } = this.#order
    const { audit } = this.#tools
    const reason = this.#reason && signal?.aborted ? CANCELLED : this.#reason
    const result = this.#result(reason)
    if (!audit || !why) {
      this.#resolve(result)
      return
    }
    onProbed?.()
    audit.record({ parameters, result, why }, (problem) => {
      if (problem === undefined) this.#resolve(result)
      else this.#resolve(this.#result({ failure: 'not_audited', cause: problem }))
    })
  }

  #result(reason: FailureReason | undefined): CheckResult {
    const { parameters, host } = this.#order
    const { admission, clock, engine } = this.#tools
    return toResult(parameters, {
      attempts: this.#attempts,
      totalMs: this.#totalMs(),
      waitedMs: admission && this.#waitedMs,
      decidedMs: clock.wallMs(),
      engine: engine.name,
      reason,
      name: host.kind === 'name' ? (this.#attempts.at(-1)?.fullName ?? host.name) : undefined,
    })
  }

  #totalMs(): number {
    const [only, ...more] = this.#attempts
    if (only && more.length === 0) return only.totalMs
    if (this.#startMs === undefined) return 0
    return this.#tools.clock.monotonicMs() - this.#startMs - this.#waitedMs
  }
}
