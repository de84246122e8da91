import type { AgentVote } from '../../core/link/agent-batch.js'
import { type HeardVote, voteLifetimeMs } from '../../core/link/heard-vote.js'
import type { Clock } from '../../core/time/clock.js'
import { HeldTime } from '../../core/time/held-time.js'

/** A vote, and when it was true, by the hub's monotonic clock. */
interface Kept {
  readonly vote: AgentVote
  readonly confirmedMs: number
  /** Since when the location believes so, by the same clock. */
  readonly begunMs: number
}

interface Noted {
  /** Another hub heard it, so that something newer may have been heard here meanwhile. */
  readonly isRelayed?: boolean
  /** What the time was at the agent when it said so, wall milliseconds of its own clock. */
  readonly clockAt?: number
}

/**
 * What every location believes now, in memory: an agent says all of it again when it finds its hub again. The clocks of agents
 * decide nothing: a vote says how old it is, and ages by the hub's own clock.
 */
export class VoteBoard {
  readonly #clock: Clock
  readonly #held = new HeldTime()
  readonly #votes = new Map<string, Map<string, Kept>>()
  /** When a vote of a location on a check was asked for first, by the hub's monotonic clock. */
  readonly #expected = new Map<string, Map<string, number>>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  note(location: string, votes: readonly AgentVote[], noted: Noted = {}): void {
    const { isRelayed = false, clockAt } = noted
    const own = this.#votes.get(location) ?? new Map<string, Kept>()
    this.#votes.set(location, own)
    const now = this.#clock.monotonicMs()
    for (const vote of votes) {
      const confirmedMs = now - vote.ageMs
      const newestMs = own.get(vote.checkId)?.confirmedMs ?? Number.NEGATIVE_INFINITY
      if (isRelayed && confirmedMs <= newestMs) continue
      // Two times of the same clock: that it may be wrong does not matter.
      const heldMs = clockAt === undefined ? 0 : clockAt - vote.since
      const begunMs = now - Math.max(vote.ageMs, heldMs)
      const told = withReason(vote, own.get(vote.checkId)?.vote)
      own.set(vote.checkId, { vote: told, confirmedMs, begunMs })
    }
  }

  /** Forgets votes on what is no longer checked, or on another target. */
  keep(isKept: (location: string, checkId: string) => boolean): void {
    for (const known of [this.#votes, this.#expected]) {
      for (const [location, own] of known) {
        for (const checkId of own.keys()) if (!isKept(location, checkId)) own.delete(checkId)
      }
    }
  }

  /** No vote can be heard now, by no fault of the agents: what is known grows no older. Called again and again while that lasts. */
  hold(): void {
    this.#held.hold(this.#clock.monotonicMs())
  }

  /** The agent of the location has left the fleet; another one is not waited for again. */
  forget(location: string): void {
    this.#votes.delete(location)
  }

  /** @param everyMs of the check */
  heard(checkId: string, everyMs: number, locations: readonly string[]): readonly HeardVote[] {
    const now = this.#clock.monotonicMs()
    const oldestMs = this.#held.at(now) - voteLifetimeMs(everyMs)
    return locations.map((location) => {
      const kept = this.#votes.get(location)?.get(checkId)
      if (!kept) {
        // After a start, and after a change of the config, each has as long to be heard as it has between two votes.
        const isLate = this.#expectedSince(location, checkId) < oldestMs
        return isLate
          ? { location, verdict: 'unknown', isStale: true }
          : { location, verdict: 'pending' }
      }
      const { vote } = kept
      const saidMs = now - kept.confirmedMs
      const heldMs = now - kept.begunMs
      if (kept.confirmedMs >= oldestMs) {
        return { location, verdict: vote.verdict, vote, saidMs, heldMs }
      }
      return { location, verdict: 'unknown', vote, saidMs, heldMs, isStale: true }
    })
  }

  #expectedSince(location: string, checkId: string): number {
    const own = this.#expected.get(location) ?? new Map<string, number>()
    this.#expected.set(location, own)
    const since = own.get(checkId) ?? this.#clock.monotonicMs()
    own.set(checkId, since)
    return since
  }
}

/** Down is down for the reason that was given first, also once the newest result is good. */
function withReason(vote: AgentVote, before: AgentVote | undefined): AgentVote {
  const isSilent = vote.error === undefined && vote.failure === undefined
  if (!isSilent || vote.verdict !== 'down' || before?.verdict !== 'down') return vote
  const { failure, error, address } = before
  return {
    ...vote,
    ...(failure !== undefined && { failure }),
    ...(error !== undefined && { error }),
    ...(address !== undefined && { address }),
  }
}
