import type { Clock } from '../../src/core/time/clock.js'

/** The clock of one life of the simulated process: a kill takes all of its timers with it. */
export class LifeClock implements Clock {
  readonly #clock: Clock
  #alive = true

  constructor(clock: Clock) {
    this.#clock = clock
  }

  monotonicMs = (): number => this.#clock.monotonicMs()

  wallMs = (): number => this.#clock.wallMs()

  setTimer = (ms: number, fire: () => void): (() => void) =>
    this.#clock.setTimer(ms, () => {
      if (this.#alive) fire()
    })

  isAlive = (): boolean => this.#alive

  kill(): void {
    this.#alive = false
  }
}
