import type { Clock } from '../../core/clock.js'
import type { ConnectRequest } from '../engine.js'

interface Queued {
  readonly sinceMs: number
  readonly cancelTimer: () => void
}

/** Connects that wait for a slot, first come, first served, each no longer than its own timeout. */
export class SlotQueue<T extends { readonly request: ConnectRequest }> {
  readonly #clock: Clock
  readonly #onTooLate: (one: T) => void
  readonly #queued = new Map<T, Queued>()

  /** @param onTooLate told of each whose time was over before a slot was free; it waits no longer then */
  constructor(clock: Clock, onTooLate: (one: T) => void) {
    this.#clock = clock
    this.#onTooLate = onTooLate
  }

  add(one: T): void {
    this.#queued.set(one, {
      sinceMs: this.#clock.monotonicMs(),
      cancelTimer: this.#clock.setTimer(one.request.timeoutMs, () => {
        this.remove(one)
        this.#onTooLate(one)
      }),
    })
  }

  /** False where it did not wait. */
  remove(one: T): boolean {
    this.#queued.get(one)?.cancelTimer()
    return this.#queued.delete(one)
  }

  /** The first who has time left, and how much; `undefined` where nobody waits. */
  next(): { readonly one: T; readonly leftMs: number } | undefined {
    for (const [one, { sinceMs }] of this.#queued) {
      const leftMs = one.request.timeoutMs - (this.#clock.monotonicMs() - sinceMs)
      this.remove(one)
      if (leftMs > 0) return { one, leftMs }
      // The event loop was busy when its timer was due.
      this.#onTooLate(one)
    }
    return undefined
  }

  /** All who wait, who wait no longer. */
  clear(): readonly T[] {
    const all = [...this.#queued.keys()]
    for (const one of all) this.remove(one)
    return all
  }
}
