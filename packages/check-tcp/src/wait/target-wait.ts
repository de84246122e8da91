import type { CheckOptions } from '../check/check-options.js'
import { type Clock, sleep } from '../core/clock.js'
import type { CheckParameters } from '../core/parameters/check-parameters.js'
import type { CheckTcpConnectionParameters } from '../core/parameters/check-tcp-connection-parameters.js'
import type { CheckResult } from '../core/wire/result.js'
import {
  type AwaitedState,
  exists,
  isAbsent,
  isEvidence,
  isReached,
  ruleThatDenied,
  saysNothing,
} from './awaited-state.js'

/** What the waits of several targets share. */
export interface WaitTools {
  readonly check: (
    parameters: CheckTcpConnectionParameters,
    options: CheckOptions,
  ) => Promise<CheckResult>
  readonly clock: Clock
  readonly until: AwaitedState
  /** Milliseconds between two attempts. */
  readonly intervalMs: number
  /** When all is over, by the monotonic clock. */
  readonly endMs: number
  readonly options: CheckOptions
}

/** The wait for one target: checks again and again, each attempt cut short where time runs out. */
export class TargetWait {
  readonly parameters: CheckParameters
  /** The last result that says something, or else the first; `undefined` before it. */
  last: CheckResult | undefined
  isReached = false
  /** The host had an address at some time. */
  hasExisted = false
  /** Something was learned of the target at some time. */
  hasLearned = false

  constructor(parameters: CheckParameters) {
    this.parameters = parameters
  }

  /** More attempts would come to the same: the policy denies the target, or there is no port that could be closed. */
  isHopeless(until: AwaitedState): boolean {
    if (this.isReached || !this.last) return false
    if (ruleThatDenied(this.last) !== undefined) return true
    return until === 'closed' && isAbsent(this.last) && !this.hasExisted
  }

  /** Resolves when the state is reached, when there is no hope, when time is over, or at an abort. */
  async run(
    tools: WaitTools,
    signal: AbortSignal,
    onChecked: (result: CheckResult) => void,
  ): Promise<void> {
    const { clock, until, intervalMs, endMs } = tools
    for (;;) {
      const result = await this.#check(tools, signal)
      onChecked(result)
      const leftMs = endMs - clock.monotonicMs()
      if (this.isReached || this.isHopeless(until) || leftMs <= 0 || signal.aborted) return
      await sleep(clock, Math.min(intervalMs, leftMs), signal)
      if (signal.aborted) return
    }
  }

  async #check(tools: WaitTools, signal: AbortSignal): Promise<CheckResult> {
    const { check, clock, until, endMs, options } = tools
    const { timeout } = this.parameters
    const leftSeconds = (endMs - clock.monotonicMs()) / 1_000
    const given = Math.max(0.001, Math.min(timeout, leftSeconds))
    const result = await check({ ...this.parameters, timeout: given }, { ...options, signal })
    const isWhole = given === timeout && !signal.aborted
    const isInformative = isWhole || !saysNothing(result)
    if (isInformative || !this.last) this.last = result
    this.hasExisted ||= exists(result)
    this.hasLearned ||= isEvidence(result) && (isInformative || until === 'open')
    this.isReached = isInformative && isReached(result, until, this.hasExisted)
    return result
  }
}
