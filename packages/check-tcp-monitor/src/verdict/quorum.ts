import type { Verdict } from '../core/verdict.js'

/**
 * How many of a check's locations must call its target down until it is down.
 * - `majority`: more than half of them.
 * - `all`, `any`: every one, a single one.
 * - a whole number from 1 to the number of locations.
 */
export type Quorum = 'majority' | 'all' | 'any' | number

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
   * - `coverage`: too few locations see the target for any verdict.
   */
  readonly reason?: 'partial' | 'coverage'
  /** The locations from which it is down, and those that do not see it, in the order of the votes. */
  readonly downFrom: readonly string[]
  readonly unseenFrom: readonly string[]
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
 * A minority never makes a target down, and a location that sees nothing neither makes it down nor up: with fewer locations
 * that see than the quorum needs, nothing is known.
 *
 * @param votes one for each assigned location
 * @param needed how many of them make a quorum (`votesNeeded`)
 */
export function judgeVotes(votes: readonly Vote[], needed: number): JointVerdict {
  const down = votes.filter(({ verdict }) => verdict === 'down')
  const degraded = votes.filter(({ verdict }) => verdict === 'degraded')
  const unseen = votes.filter(({ verdict }) => verdict === 'unknown' || verdict === 'pending')
  const places = { downFrom: locationsOf(down), unseenFrom: locationsOf(unseen) }
  if (down.length >= needed) return { verdict: 'down', ...places }
  if (votes.length - unseen.length < needed) return { ...withoutCoverage(unseen), ...places }
  if (down.some(({ accepted }) => !accepted)) {
    return { verdict: 'degraded', reason: 'partial', ...places }
  }
  return { verdict: degraded.length >= needed ? 'degraded' : 'up', ...places }
}

/** Before the first votes have come nothing is lost yet. */
function withoutCoverage(unseen: readonly Vote[]): Pick<JointVerdict, 'verdict' | 'reason'> {
  return unseen.every(({ verdict }) => verdict === 'pending')
    ? { verdict: 'pending' }
    : { verdict: 'unknown', reason: 'coverage' }
}

function locationsOf(votes: readonly Vote[]): readonly string[] {
  return votes.map(({ location }) => location)
}
