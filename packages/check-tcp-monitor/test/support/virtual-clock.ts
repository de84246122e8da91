import type { Clock } from '../../src/core/clock.js'

interface Timer {
  readonly at: number
  readonly order: number
  readonly fire: () => void
}

/** A clock that stands still until a test moves it. Timers fire in the order of their times, then of their setting. */
export class VirtualClock implements Clock {
  #monotonic = 0
  #wall: number
  #order = 0
  readonly #timers = new Set<Timer>()

  constructor(wall = Date.UTC(2026, 0, 5)) {
    this.#wall = wall
  }

  monotonicMs = (): number => this.#monotonic

  wallMs = (): number => this.#wall

  setTimer = (ms: number, fire: () => void): (() => void) => {
    const timer = { at: this.#monotonic + Math.max(0, ms), order: this.#order++, fire }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Moves on by `ms`, and lets what each timer started come to rest before the next one fires. */
  async advance(ms: number): Promise<void> {
    const end = this.#monotonic + ms
    await settle()
    for (let next = this.#next(); next && next.at <= end; next = this.#next()) {
      this.#timers.delete(next)
      this.#moveTo(next.at)
      next.fire()
      await settle()
    }
    this.#moveTo(end)
  }

  /** The process stands still: time goes by, and what became due meanwhile fires late, all at once. */
  async stall(ms: number): Promise<void> {
    this.#moveTo(this.#monotonic + ms)
    await this.advance(0)
  }

  /** Somebody sets the wall clock; no timer notices. */
  stepWall(ms: number): void {
    this.#wall += ms
  }

  /** The machine sleeps: the wall clock goes on, monotonic time and timers do not (clock_gettime(2), CLOCK_MONOTONIC). */
  suspend(ms: number): void {
    this.#wall += ms
  }

  #moveTo(at: number): void {
    if (at <= this.#monotonic) return
    this.#wall += at - this.#monotonic
    this.#monotonic = at
  }

  #next(): Timer | undefined {
    let first: Timer | undefined
    for (const timer of this.#timers) {
      if (!first || timer.at < first.at || (timer.at === first.at && timer.order < first.order)) {
        first = timer
      }
    }
    return first
  }
}

/** Lets promises that need no time come to rest. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}
