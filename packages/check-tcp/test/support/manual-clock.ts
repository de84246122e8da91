import type { Clock } from '../../src/core/clock.js'

/** Far more than any test sets for one moment. */
const MAX_AT_ONCE = 1_000

/** A clock that stands still until the test moves it. */
export class ManualClock implements Clock {
  #nowMs = 0
  #timers: { readonly atMs: number; readonly fire: () => void }[] = []

  wallMs(): number {
    return Date.UTC(2024, 0, 1, 12) + this.#nowMs
  }

  monotonicMs(): number {
    return this.#nowMs
  }

  setTimer(ms: number, fire: () => void): () => void {
    const timer = { atMs: this.#nowMs + ms, fire }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** Moves time on, timer by timer, and lets what each one set off run before the next. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms
    let atOnce = 0
    for (;;) {
      await settle()
      const next = this.#timers
        .filter(({ atMs }) => atMs <= endMs)
        .toSorted((a, b) => a.atMs - b.atMs)[0]
      if (!next) break
      this.#timers = this.#timers.filter((other) => other !== next)
      atOnce = next.atMs > this.#nowMs ? 0 : atOnce + 1
      if (atOnce > MAX_AT_ONCE) throw new Error('timers are set without end at one moment')
      this.#nowMs = Math.max(this.#nowMs, next.atMs)
      next.fire()
    }
    this.#nowMs = endMs
    await settle()
  }
}

/** Lets every promise that can go on do so. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
}
