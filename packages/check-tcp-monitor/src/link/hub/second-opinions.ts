import type { Clock } from '../../core/time/clock.js'
import { SEVERITIES, type Severity } from '../../core/verdict.js'
import type { Observation } from '../../core/wire/observation.js'

/** A result that was older than this when it was sent is history, milliseconds. */
const FRESH_MS = 30_000

/** An answer that has not come by then does not come, milliseconds. */
const UNDER_WAY_MS = 60_000

/** Checks asked for in a second, over all locations. */
const PER_SECOND = 200

/** What is to be known of a check. */
interface Questioned {
  readonly from: readonly string[]
  readonly severity: Severity
}

interface SecondOpinionsParts {
  readonly clock: Clock
  /** @returns undefined where there is no such check */
  readonly checkOf: (checkId: string) => Questioned | undefined
  /** Has a location make a check at once. */
  readonly ask: (location: string, checkId: string) => void
}

/** Others that were asked about a check, and have not answered yet. */
interface Question {
  readonly waiting: Set<string>
  /** Monotonic milliseconds. */
  readonly until: number
}

/**
 * Asks the other locations of a check at the first bad result of one of them, so that all of them confirm at the same time and a
 * quorum takes about as long as one location alone. One question is under way for a check; beyond 200 checks a second nobody is
 * asked, those of the lowest severity first, and the schedules of the agents do it.
 */
export class SecondOpinions {
  readonly #parts: SecondOpinionsParts
  /** Pairs of location and check whose newest result was bad. */
  readonly #bad = new Set<string>()
  readonly #questions = new Map<string, Question>()
  #left = PER_SECOND
  #leftAtMs: number

  constructor(parts: SecondOpinionsParts) {
    this.#parts = parts
    this.#leftAtMs = parts.clock.monotonicMs()
  }

  /**
   * Notes what a location found, in its order.
   *
   * @param sentAt wall milliseconds by the same clock as the results
   */
  note(location: string, observations: readonly Observation[], sentAt: number): void {
    const doubts = new Map<string, Questioned>()
    for (const { checkId, outcome, at } of observations) {
      this.#answered(checkId, location)
      const isFirst = this.#noteOutcome(keyOf(location, checkId), outcome)
      const check = isFirst && sentAt - at <= FRESH_MS ? this.#parts.checkOf(checkId) : undefined
      if (check) doubts.set(checkId, check)
    }
    const worstFirst = [...doubts].sort(([, one], [, other]) => {
      return SEVERITIES.indexOf(other.severity) - SEVERITIES.indexOf(one.severity)
    })
    for (const [checkId, check] of worstFirst) this.#ask(location, checkId, check)
  }

  /** Forgets what is no longer checked, or no longer from there. */
  keep(isKept: (location: string, checkId: string) => boolean): void {
    for (const key of this.#bad) {
      const [location = '', checkId = ''] = JSON.parse(key)
      if (!isKept(location, checkId)) this.#bad.delete(key)
    }
    for (const checkId of this.#questions.keys()) {
      if (!this.#parts.checkOf(checkId)) this.#questions.delete(checkId)
    }
  }

  /** @returns whether it is the first bad one */
  #noteOutcome(key: string, outcome: Observation['outcome']): boolean {
    switch (outcome) {
      case 'bad': {
        const isFirst = !this.#bad.has(key)
        this.#bad.add(key)
        return isFirst
      }
      case 'good':
      case 'slow':
        this.#bad.delete(key)
        return false
      case 'unknown':
        return false
      default:
        return outcome satisfies never
    }
  }

  #answered(checkId: string, location: string): void {
    const question = this.#questions.get(checkId)
    if (!question) return
    question.waiting.delete(location)
    if (question.waiting.size === 0) this.#questions.delete(checkId)
  }

  #ask(location: string, checkId: string, { from }: Questioned): void {
    const { clock, ask } = this.#parts
    const now = clock.monotonicMs()
    if ((this.#questions.get(checkId)?.until ?? 0) > now) return
    // Those that found it bad themselves confirm already.
    const others = from.filter((each) => each !== location && !this.#bad.has(keyOf(each, checkId)))
    if (others.length === 0 || !this.#mayAsk(others.length, now)) return
    this.#questions.set(checkId, { waiting: new Set(others), until: now + UNDER_WAY_MS })
    for (const each of others) ask(each, checkId)
  }

  #mayAsk(count: number, now: number): boolean {
    const since = now - this.#leftAtMs
    this.#left = Math.min(PER_SECOND, this.#left + (since * PER_SECOND) / 1_000)
    this.#leftAtMs = now
    if (this.#left < count) return false
    this.#left -= count
    return true
  }
}

function keyOf(location: string, checkId: string): string {
  return JSON.stringify([location, checkId])
}
