import { sleep } from '../core/clock.js'
import type { FailureReason } from '../core/failure/failure.js'
import { textOfHost } from '../core/target/host.js'
import type { CheckResult } from '../core/wire/result.js'
import type { Admission, Admitted } from './admission.js'
import { type AttemptOutcome, type CheckOrder, type CheckTools, makeAttempt } from './attempt.js'
import { unmetExpectation } from './expectation.js'
import { toResult } from './to-result.js'

/**
 * Makes up to `attempts` attempts, `retry_delay` apart, until one connects.
 *
 * @throws (as a rejection) what a policy, an engine or a resolver throws that breaks its promise
 */
export function runCheck(order: CheckOrder, tools: CheckTools): Promise<CheckResult> {
  return new CheckRun(order, tools).make()
}

const CANCELLED: FailureReason = { failure: 'cancelled' }

/** One check on its way. */
class CheckRun {
  readonly #order: CheckOrder
  readonly #tools: CheckTools
  readonly #attempts: AttemptOutcome[] = []
  #startMs: number | undefined
  /** What a check waits for its turns is not its time. */
  #waitedMs = 0
  /** Why the last attempt is not what was expected. */
  #reason: FailureReason | undefined = CANCELLED

  constructor(order: CheckOrder, tools: CheckTools) {
    this.#order = order
    this.#tools = tools
  }

  async make(): Promise<CheckResult> {
    const { parameters, signal } = this.#order
    const { clock, admission, audit } = this.#tools
    const refusal = audit?.refusal()
    if (refusal !== undefined) return this.#result({ failure: 'not_audited', cause: refusal })
    while (this.#attempts.length < parameters.attempts && !signal?.aborted) {
      if (this.#attempts.length > 0) {
        await sleep(clock, parameters.retry_delay * 1_000, signal)
        if (signal?.aborted) break
      }
      const admitted = admission && (await this.#enter(admission))
      try {
        this.#order.watcher?.onAttempt(this.#attempts.length + 1)
        const startMs = clock.monotonicMs()
        this.#startMs ??= startMs
        this.#record(await makeAttempt(this.#order, this.#tools, { startMs, admitted }))
      } finally {
        admitted?.leave()
      }
      // The policy would say the same again.
      if (!this.#reason || this.#reason.failure === 'denied_by_policy') break
    }
    return this.#end()
  }

  async #enter(admission: Admission): Promise<Admitted> {
    const { parameters, host, signal, subject } = this.#order
    const { clock } = this.#tools
    const askedMs = clock.monotonicMs()
    this.#startMs ??= askedMs
    const name = subject.name ?? textOfHost(host)
    const admitted = await admission.enter(name, parameters.port, signal)
    this.#waitedMs += clock.monotonicMs() - askedMs
    return admitted
  }

  #record(attempt: AttemptOutcome): void {
    this.#waitedMs += attempt.waitedMs
    this.#attempts.push(attempt)
    this.#reason = unmetExpectation(this.#order.parameters, attempt)
  }

  #end(): CheckResult | Promise<CheckResult> {
    const { parameters, signal, why, onProbed } = this.#order
    const { audit } = this.#tools
    const reason = this.#reason && signal?.aborted ? CANCELLED : this.#reason
    const result = this.#result(reason)
    if (!audit || !why) return result
    onProbed?.()
    return new Promise((resolve) => {
      audit.record({ parameters, result, why }, (problem) => {
        if (problem === undefined) resolve(result)
        else resolve(this.#result({ failure: 'not_audited', cause: problem }))
      })
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
