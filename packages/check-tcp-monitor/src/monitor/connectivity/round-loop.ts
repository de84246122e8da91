import type { Clock } from '../../core/time/clock.js'

/** Runs rounds one after the other: when one is asked for, and when the one before says. */
export class RoundLoop {
  readonly #clock: Clock
  readonly #round: () => Promise<number | undefined>
  #isRunning = false
  #isStopped = false
  #cancel: (() => void) | undefined

  /** @param round one round; never rejects. It gives the milliseconds until the next one, or undefined for none */
  constructor(clock: Clock, round: () => Promise<number | undefined>) {
    this.#clock = clock
    this.#round = round
  }

  /** Begins a round, unless one is under way: that one knows what was asked for meanwhile. */
  start(): void {
    if (this.#isRunning || this.#isStopped) return
    this.#isRunning = true
    this.#cancel?.()
    this.#cancel = undefined
    void this.#round().then((nextMs) => {
      this.#isRunning = false
      if (nextMs === 0) this.start()
      else if (nextMs !== undefined) this.startIn(nextMs)
    })
  }

  startIn(ms: number): void {
    if (!this.#isStopped) this.#cancel = this.#clock.setTimer(ms, () => this.start())
  }

  /** Begins no further round. */
  stop(): void {
    this.#isStopped = true
    this.#cancel?.()
  }
}
