import type { Clock } from '../../core/time/clock.js'

/** A tick that comes later than this says that the process stood still. */
const LATE_MS = 1_000

/**
 * A process that stood still has not been awake, and its checks are not overdue for that. Nobody knows how much of the
 * time before a late tick it was awake, so none of it counts.
 */
export class AwakeTime {
  readonly #clock: Clock
  readonly #tickMs: number
  #awakeMs = 0
  #tickedAt: number

  /** @param tickMs how often `tick` is called while awake */
  constructor(clock: Clock, tickMs: number) {
    this.#clock = clock
    this.#tickMs = tickMs
    this.#tickedAt = clock.monotonicMs()
  }

  /** Milliseconds for which the process has been awake. */
  get ms(): number {
    const since = this.#clock.monotonicMs() - this.#tickedAt
    return this.#awakeMs + (since > this.#tickMs + LATE_MS ? 0 : since)
  }

  tick(): void {
    this.#awakeMs = this.ms
    this.#tickedAt = this.#clock.monotonicMs()
  }
}
