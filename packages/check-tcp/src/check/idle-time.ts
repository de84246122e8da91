import type { Clock } from '../core/clock.js'

/** Measures the time in which an attempt had nothing under way and only waited for the turns of its connects. */
export class IdleTime {
  readonly #clock: Clock
  #underWay = 0
  #sinceMs: number
  #idleMs = 0

  constructor(clock: Clock) {
    this.#clock = clock
    this.#sinceMs = clock.monotonicMs()
  }

  get idleMs(): number {
    return this.#idleMs
  }

  /** A look-up or a connect is under way from now on. */
  begin(): void {
    if (this.#underWay++ === 0) this.#idleMs += this.#clock.monotonicMs() - this.#sinceMs
  }

  end(): void {
    if (--this.#underWay === 0) this.#sinceMs = this.#clock.monotonicMs()
  }
}
