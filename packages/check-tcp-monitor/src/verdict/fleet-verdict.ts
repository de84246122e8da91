import type { Verdict } from '../core/verdict.js'

/** What one location believes of a check's target. */
export interface Vote {
  readonly location: string
  readonly verdict: Verdict
}

/**
 * What all locations together believe of a target. A location whose verdict is `pending` or `unknown` does not see it. In
 * this order: as many as the quorum say down: `down`; fewer than the quorum see it: `unknown`; somebody says down, or as
 * many as the quorum say degraded: `degraded`; otherwise `up`. Where nobody has seen it ever: `pending`.
 *
 * Of one location it is that location's verdict.
 *
 * @param votes one of each location that the check is assigned to
 * @param quorum how many have to agree. @default more than half of them
 */
export function fleetVerdict(
  votes: readonly Vote[],
  quorum: number = Math.floor(votes.length / 2) + 1,
): Verdict {
  const count = (what: Verdict) => votes.filter(({ verdict }) => verdict === what).length
  if (count('pending') === votes.length) return 'pending'
  const [down, degraded] = [count('down'), count('degraded')]
  if (down >= quorum) return 'down'
  if (down + degraded + count('up') < quorum) return 'unknown'
  return down > 0 || degraded >= quorum ? 'degraded' : 'up'
}
