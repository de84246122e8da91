import type { Clock } from '../../../src/core/time/clock.js'

/** The clock of one life of a simulated process: a kill takes all of its timers with it, a pause makes them late. */
export class ProcessClock implements Clock {
  readonly #clock: Clock
  readonly #skewMs: number
  #pausedUntil = 0
  #isAlive = true

  /** @param skewMs how far the wall clock of its machine is ahead */
  constructor(clock: Clock, skewMs = 0) {
    this.#clock = clock
    this.#skewMs = skewMs
  }

  monotonicMs = (): number => this.#clock.monotonicMs()

  wallMs = (): number => this.#clock.wallMs() + this.#skewMs

  setTimer = (ms: number, fire: () => void): (() => void) => {
    let cancel = this.#clock.setTimer(ms, () => attempt())
    const attempt = () => {
      if (!this.#isAlive) return
      const left = this.#pausedUntil - this.#clock.monotonicMs()
      if (left > 0) cancel = this.#clock.setTimer(left, attempt)
      else fire()
    }
    return () => cancel()
  }

  isAlive = (): boolean => this.#isAlive

  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.monotonicMs() + ms)
  }

  kill(): void {
    this.#isAlive = false
  }
}
