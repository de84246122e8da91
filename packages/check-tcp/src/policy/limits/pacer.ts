import { abortable } from '../../core/abort.js'
import type { Clock } from '../../core/clock.js'
import { isOfEverything, type Pace } from './rate-limits.js'
import type { TurnLedger } from './turn-ledger.js'

interface Waiter {
  readonly paces: readonly Pace[]
  /** Those whose turn it has already. */
  readonly taken: Set<Pace>
  go: () => void
}

/** Hands turns out: first come, first served, but for those who keep a pace of their own that is not due yet. */
export class Pacer {
  readonly #clock: Clock
  readonly #ledger: TurnLedger
  readonly #waiting = new Set<Waiter>()
  /** What the ledger said last; the truth may be later, never earlier. */
  readonly #freeAt = new Map<string, number>()
  #cancelTimer: (() => void) | undefined

  constructor(clock: Clock, ledger: TurnLedger) {
    this.#clock = clock
    this.#ledger = ledger
  }

  /**
   * @param paces from the narrowest to the broadest
   * @returns true when it is this one's turn, false when the signal aborted first
   */
  turn(paces: readonly Pace[], signal: AbortSignal | undefined): Promise<boolean> {
    const waiter: Waiter = { paces, taken: new Set(), go: () => {} }
    const giveUp = () => {
      this.#waiting.delete(waiter)
      // Nobody left to wake for: the timer would only keep the process.
      if (this.#waiting.size === 0) this.#stopTimer()
      return false
    }
    return abortable<boolean>(signal, giveUp, (settle) => {
      waiter.go = () => {
        this.#waiting.delete(waiter)
        settle(true)
      }
      this.#waiting.add(waiter)
      // Those who came before are served by the timer that is set.
      if (!this.#cancelTimer) this.#serve()
      else this.#serveNewcomer(waiter)
      return undefined
    })
  }

  /** A newcomer whose paces nobody else keeps need not wait for the others' timer. */
  #serveNewcomer(waiter: Waiter): void {
    const nowMs = this.#clock.monotonicMs()
    if (this.#dueAt(waiter) > nowMs) return
    this.#stopTimer()
    this.#serve()
  }

  #serve(): void {
    this.#cancelTimer = undefined
    const nowMs = this.#clock.monotonicMs()
    let wakeAtMs = Number.POSITIVE_INFINITY
    for (const waiter of this.#waiting) {
      const dueAtMs = this.#takeTurns(waiter, nowMs)
      if (dueAtMs <= nowMs) {
        waiter.go()
        continue
      }
      wakeAtMs = Math.min(wakeAtMs, dueAtMs)
      const broadest = waiter.paces.at(-1)?.key ?? ''
      if (!isOfEverything(broadest)) continue
      const allAtMs = this.#freeAt.get(broadest) ?? nowMs
      if (allAtMs <= nowMs) continue
      // Everybody keeps this one.
      wakeAtMs = Math.min(wakeAtMs, allAtMs)
      break
    }
    this.#forgetPast(nowMs)
    if (this.#waiting.size === 0) return
    this.#cancelTimer = this.#clock.setTimer(Math.max(wakeAtMs - nowMs, 1), () => this.#serve())
  }

  /** When all of the waiter's paces are due at the earliest; its turns are taken where that is now. */
  #takeTurns(waiter: Waiter, nowMs: number): number {
    const dueAtMs = this.#dueAt(waiter)
    if (dueAtMs > nowMs) return dueAtMs
    for (const pace of waiter.paces) {
      if (waiter.taken.has(pace)) continue
      const { taken, freeAtMs } = this.#ledger.take(pace.key, pace.intervalMs)
      this.#freeAt.set(pace.key, freeAtMs)
      // Time has gone on since `nowMs`; it is not this one's turn all the same.
      if (!taken) return Math.max(freeAtMs, nowMs + 1)
      waiter.taken.add(pace)
    }
    return nowMs
  }

  #dueAt({ paces, taken }: Waiter): number {
    const open = paces.filter((pace) => !taken.has(pace))
    return Math.max(...open.map(({ key }) => this.#freeAt.get(key) ?? Number.NEGATIVE_INFINITY))
  }

  #forgetPast(nowMs: number): void {
    for (const [key, atMs] of this.#freeAt) if (atMs <= nowMs) this.#freeAt.delete(key)
  }

  #stopTimer(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
  }
}
