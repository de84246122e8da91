import type { MonitoredCheck } from '../core/config/check.js'
import { longestCheckMs } from '../core/config/longest-check.js'
import type { Log } from '../core/log.js'
import type { Clock } from '../core/time/clock.js'
import type { Verdict } from '../core/verdict.js'

/** Beyond the interval and the longest time of a check: for a machine that is busy. */
const MARGIN_MS = 10_000

/** However seldom the checks are made. */
const LONGEST_MS = 86_400_000

interface FirstVerdictsOptions {
  readonly clock: Clock
  readonly log: Log
}

/**
 * Gathers what comes up for the first time: the first start of thousands of checks is one line of the log, and so is a
 * reload that adds thousands. What comes down has its own line at once.
 */
export class FirstVerdicts {
  readonly #options: FirstVerdictsOptions
  readonly #awaited = new Set<string>()
  #total = 0
  #up = 0
  #deadlineMs = 0
  #cancel: (() => void) | undefined

  constructor(options: FirstVerdictsOptions) {
    this.#options = options
  }

  /** @param checks of which nothing is known yet; earlier ones that are not among them have left the config */
  expect(checks: readonly MonitoredCheck[]): void {
    const ids = new Set(checks.map(({ id }) => id))
    for (const id of this.#awaited) if (!ids.has(id)) this.#forget(id)
    for (const { id, everyMs, parameters } of checks) {
      if (!this.#awaited.has(id)) this.#total++
      this.#awaited.add(id)
      const waitMs = everyMs + longestCheckMs(parameters) + MARGIN_MS
      this.#deadlineMs = Math.max(this.#deadlineMs, this.#options.clock.monotonicMs() + waitMs)
    }
    this.#cancel?.()
    this.#cancel = undefined
    if (this.#awaited.size === 0) this.#say()
    else {
      const leftMs = Math.min(this.#deadlineMs - this.#options.clock.monotonicMs(), LONGEST_MS)
      this.#cancel = this.#options.clock.setTimer(leftMs, () => this.#say())
    }
  }

  /** @returns whether this verdict is logged with others, and gets no line of its own */
  take(id: string, verdict: Verdict): boolean {
    // What tells nothing is no first verdict; what comes of it later is.
    if (verdict === 'unknown' || !this.#awaited.delete(id)) return false
    const gathers = verdict === 'up' && this.#total > 1
    if (verdict === 'up') this.#up++
    if (this.#awaited.size === 0) this.#say()
    return gathers
  }

  stop(): void {
    this.#cancel?.()
  }

  #forget(id: string): void {
    this.#awaited.delete(id)
    this.#total--
  }

  #say(): void {
    const { log } = this.#options
    const [total, up, unknown] = [this.#total, this.#up, this.#awaited.size]
    this.#cancel?.()
    this.#cancel = undefined
    this.#awaited.clear()
    this.#total = 0
    this.#up = 0
    this.#deadlineMs = 0
    if (total < 2) return
    const of = up === total ? `${total} checks are up` : `${up} of ${total} checks are up`
    const rest = unknown === 0 ? '' : `, ${unknown} not known yet`
    log.info({ checks: total, up, unknown }, `${of}${rest}`)
  }
}
