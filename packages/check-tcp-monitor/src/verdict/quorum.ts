import type { Quorum } from '../core/config/fleet.js'
import type { Verdict } from '../core/verdict.js'

/** What one location says of a check's target; `unknown` also where it was not heard from in time. */
export interface Vote {
  readonly location: string
  readonly verdict: Verdict
  /** Down here is expected for now: it counts towards the quorum, and is not a partial outage. */
  readonly accepted?: boolean
}

/** What all locations together say of a check's target. */
export interface JointVerdict {
  readonly verdict: Verdict
  /**
   * Why, where the verdict alone does not say it.
   * - `partial`: down from some locations, too few for the quorum.
   * - `coverage`: too few locations know anything of the target for a verdict.
   */
  readonly reason?: 'partial' | 'coverage'
  /** The locations from which it is down, and those for which it is unknown, in the order of the votes. */
  readonly downFrom: readonly string[]
  readonly unknownFrom: readonly string[]
}

/** @returns how many votes make the quorum of so many locations, at least 1 */
export function votesNeeded(quorum: Quorum, locations: number): number {
  switch (quorum) {
    case 'majority':
      return Math.floor(locations / 2) + 1
    case 'all':
      return Math.max(locations, 1)
    case 'any':
      return 1
    default:
      return quorum
  }
}

/**
 * The verdict of all locations that a check is assigned to. Pure. With one location it is that location's own verdict.
 *
 * A minority never makes a target down, and a location that is isolated neither makes it down nor up: with fewer locations
 * that are online than the quorum needs, nothing is known.
 *
 * @param votes one for each assigned location
 * @param needed how many of them make a quorum (`votesNeeded`)
 */
export function judgeVotes(votes: readonly Vote[], needed: number): JointVerdict {
  const down = votes.filter(({ verdict }) => verdict === 'down')
  const degraded = votes.filter(({ verdict }) => verdict === 'degraded')
  const unknown = votes.filter(({ verdict }) => verdict === 'unknown' || verdict === 'pending')
  const locations = { downFrom: locationsOf(down), unknownFrom: locationsOf(unknown) }
  if (down.length >= needed) return { verdict: 'down', ...locations }
  if (votes.length - unknown.length < needed) return { ...withoutCoverage(unknown), ...locations }
  if (down.some(({ accepted }) => !accepted)) {
    return { verdict: 'degraded', reason: 'partial', ...locations }
  }
  return { verdict: degraded.length >= needed ? 'degraded' : 'up', ...locations }
}

/** Before the first votes have come nothing is lost yet. */
function withoutCoverage(unknown: readonly Vote[]): Pick<JointVerdict, 'verdict' | 'reason'> {
  return unknown.every(({ verdict }) => verdict === 'pending')
    ? { verdict: 'pending' }
    : { verdict: 'unknown', reason: 'coverage' }
}

function locationsOf(votes: readonly Vote[]): readonly string[] {
  return votes.map(({ location }) => location)
}
