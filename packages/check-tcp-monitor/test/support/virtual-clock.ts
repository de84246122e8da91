import type { Clock } from '../../src/core/time/clock.js'
import { DueQueue } from '../../src/schedule/due-queue.js'

interface Timer {
  readonly fire: () => void
  cancelled: boolean
}

/** A clock that stands still until a test moves it. */
export class VirtualClock implements Clock {
  #monotonic = 0
  #wall: number
  readonly #timers = new DueQueue<Timer>()

  constructor(wall = Date.UTC(2026, 0, 5)) {
    this.#wall = wall
  }

  monotonicMs = (): number => this.#monotonic

  wallMs = (): number => this.#wall

  setTimer = (ms: number, fire: () => void): (() => void) => {
    const timer = { fire, cancelled: false }
    this.#timers.push(this.#monotonic + Math.max(0, ms), timer)
    return () => {
      timer.cancelled = true
    }
  }

  /** Moves on by `ms`, and lets what each timer started come to rest before the next one fires. */
  async advance(ms: number): Promise<void> {
    const end = this.#monotonic + ms
    await settle()
    for (let next = this.#timers.peek(); next && next.at <= end; next = this.#timers.peek()) {
      this.#timers.pop()
      if (next.item.cancelled) continue
      this.#moveTo(next.at)
      next.item.fire()
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
}

/** Lets promises that need no time come to rest. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}
