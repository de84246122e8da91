import type { Clock } from '../core/clock.js'

/** The time in which an attempt did nothing but wait for the turns of its connects. */
export class Pauses {
  readonly #clock: Clock
  #underWay = 0
  #sinceMs: number
  #pausedMs = 0

  constructor(clock: Clock) {
    this.#clock = clock
    this.#sinceMs = clock.monotonicMs()
  }

  get pausedMs(): number {
    return this.#pausedMs
  }

  /** A look-up or a connect is under way from now on. */
  begin(): void {
    if (this.#underWay++ === 0) this.#pausedMs += this.#clock.monotonicMs() - this.#sinceMs
  }

  end(): void {
    if (--this.#underWay === 0) this.#sinceMs = this.#clock.monotonicMs()
  }
}
