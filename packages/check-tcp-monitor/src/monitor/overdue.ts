import type { Clock } from '../core/clock.js'
import { longestCheckMs } from '../core/longest-check.js'
import type { LiveCheck } from './live-check.js'

/** Beyond two intervals and the check's own time; a check that comes later than that does not come. */
const SLACK_MS = 5_000

/** A process that stood still has not been awake, and its checks are not overdue for that. */
export class AwakeTime {
  readonly #clock: Clock
  readonly #tickMs: number
  #awakeMs = 0
  #tickedAt: number

  /** @param tickMs how often `tick` is called, at most twice as seldom while awake */
  constructor(clock: Clock, tickMs: number) {
    this.#clock = clock
    this.#tickMs = tickMs
    this.#tickedAt = clock.monotonicMs()
  }

  /** Milliseconds for which the process has been awake. */
  get ms(): number {
    const since = this.#clock.monotonicMs() - this.#tickedAt
    return this.#awakeMs + Math.min(since, 2 * this.#tickMs)
  }

  tick(): void {
    this.#awakeMs = this.ms
    this.#tickedAt = this.#clock.monotonicMs()
  }
}

export function isOverdue({ check, seenMs }: LiveCheck, awakeMs: number): boolean {
  return awakeMs - seenMs > 2 * check.everyMs + longestCheckMs(check.parameters) + SLACK_MS
}
