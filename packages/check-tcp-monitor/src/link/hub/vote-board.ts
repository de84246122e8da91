import type { AgentVote } from '../../core/link/agent-batch.js'
import type { HeardVote } from '../../core/link/heard-vote.js'
import type { Clock } from '../../core/time/clock.js'

/** Beyond two intervals a vote says nothing any more: one turn may be missed, and a batch takes a while. */
const GRACE_MS = 10_000

/** A vote, and when it was true, by the hub's monotonic clock. */
interface Kept {
  readonly vote: AgentVote
  readonly confirmedMs: number
}

/**
 * What every location believes now, in memory: an agent says all of it again when it finds its hub again. The clocks of agents
 * decide nothing: a vote says how old it is, and ages by the hub's own clock.
 */
export class VoteBoard {
  readonly #clock: Clock
  readonly #openedMs: number
  readonly #votes = new Map<string, Map<string, Kept>>()

  constructor(clock: Clock) {
    this.#clock = clock
    this.#openedMs = clock.monotonicMs()
  }

  note(location: string, votes: readonly AgentVote[]): void {
    const own = this.#votes.get(location) ?? new Map<string, Kept>()
    this.#votes.set(location, own)
    const now = this.#clock.monotonicMs()
    for (const vote of votes) own.set(vote.checkId, { vote, confirmedMs: now - vote.ageMs })
  }

  /** Forgets votes on what is no longer checked, or on another target. */
  keep(isKept: (location: string, checkId: string) => boolean): void {
    for (const [location, own] of this.#votes) {
      for (const checkId of own.keys()) if (!isKept(location, checkId)) own.delete(checkId)
    }
  }

  /** The location has left the fleet. */
  forget(location: string): void {
    this.#votes.delete(location)
  }

  /** @param everyMs of the check */
  heard(checkId: string, everyMs: number, locations: readonly string[]): readonly HeardVote[] {
    const oldestMs = this.#clock.monotonicMs() - 2 * everyMs - GRACE_MS
    return locations.map((location) => {
      const kept = this.#votes.get(location)?.get(checkId)
      if (!kept) {
        // After a start every location has as long to be heard as it has between two votes.
        const isLate = this.#openedMs < oldestMs
        return isLate
          ? { location, verdict: 'unknown', isStale: true }
          : { location, verdict: 'pending' }
      }
      const { vote, confirmedMs } = kept
      if (confirmedMs >= oldestMs) return { location, verdict: vote.verdict, vote }
      return { location, verdict: 'unknown', vote, isStale: true }
    })
  }
}
