import type { Clock } from '../../core/time/clock.js'

/** How often the loop is looked at. */
const TICK_MS = 250

/** Wall and monotonic time going apart by more than this is a sleep of the machine or a step of its clock. */
const GAP_MS = 2_000

/** Stalls that are remembered while checks are under way. */
const MAX_STALLS = 100

/** What of a check cannot be believed. */
export interface Doubt {
  /** How long its connects took: the process stood still for long enough to be taken for a slow answer. */
  readonly times: boolean
  /** That there was no answer: it stood still for a tenth of the timeout, or the machine slept. */
  readonly failures: boolean
  /** For how long it stood still at a stretch, milliseconds. */
  readonly stillMs: number
  /** The machine slept, or its clock was set. */
  readonly slept: boolean
}

/** Where a check began. */
interface StartMark {
  readonly monotonicMs: number
  readonly wallMs: number
}

/**
 * Notices that the process stood still or the machine slept, so that a check that spans it is not believed: its timer
 * may have fired before the answer that had long come was read. Ticks only while a check is under way.
 */
export class StallWatch {
  readonly #clock: Clock
  readonly #onGap: (ms: number) => void
  #tickedAt: number
  #offset: number
  /** Stalls since a check was under way, oldest first. */
  #stalls: { readonly endedAt: number; readonly ms: number }[] = []
  #underWay = 0
  #cancel: (() => void) | undefined

  /** @param onGap told by how much the wall clock left the monotonic one, in milliseconds */
  constructor(clock: Clock, onGap: (ms: number) => void = () => {}) {
    this.#clock = clock
    this.#onGap = onGap
    this.#tickedAt = clock.monotonicMs()
    this.#offset = clock.wallMs() - this.#tickedAt
  }

  /** A check begins. */
  begin(): StartMark {
    const monotonicMs = this.#clock.monotonicMs()
    const wallMs = this.#clock.wallMs()
    if (this.#underWay++ === 0) {
      this.#tickedAt = monotonicMs
      this.#stalls = []
      this.#arm()
    }
    this.#noteOffset(wallMs - monotonicMs)
    return { monotonicMs, wallMs }
  }

  /** It ends. */
  end(mark: StartMark, timeoutMs: number): Doubt {
    const now = this.#clock.monotonicMs()
    const wallMs = this.#clock.wallMs()
    if (--this.#underWay === 0) this.#cancel?.()
    this.#noteOffset(wallMs - now)
    const apart = wallMs - mark.wallMs - (now - mark.monotonicMs)
    if (Math.abs(apart) > GAP_MS) return { times: true, failures: true, stillMs: 0, slept: true }
    const still = this.#stalls.filter(({ endedAt }) => endedAt > mark.monotonicMs)
    const longest = Math.max(now - this.#tickedAt - TICK_MS, ...still.map(({ ms }) => ms))
    const times = longest > TICK_MS
    const failures = times && longest > timeoutMs / 10
    return { times, failures, stillMs: Math.max(0, longest), slept: false }
  }

  #arm(): void {
    this.#cancel = this.#clock.setTimer(TICK_MS, () => {
      const now = this.#clock.monotonicMs()
      const late = now - this.#tickedAt - TICK_MS
      if (late > TICK_MS)
        this.#stalls = [...this.#stalls.slice(1 - MAX_STALLS), { endedAt: now, ms: late }]
      this.#tickedAt = now
      this.#arm()
    })
  }

  #noteOffset(offset: number): void {
    const moved = offset - this.#offset
    this.#offset = offset
    if (Math.abs(moved) > GAP_MS) this.#onGap(moved)
  }
}
