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

  /** Milliseconds for which the process has been awake, up to the last tick. */
  get ms(): number {
    return this.#awakeMs
  }

  tick(): void {
    const now = this.#clock.monotonicMs()
    this.#awakeMs += Math.min(now - this.#tickedAt, 2 * this.#tickMs)
    this.#tickedAt = now
  }
}

export function isOverdue({ check, seenMs }: LiveCheck, awakeMs: number): boolean {
  return awakeMs - seenMs > 2 * check.everyMs + longestCheckMs(check.parameters) + SLACK_MS
}
