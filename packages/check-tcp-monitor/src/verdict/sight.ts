import type { Outcome } from '../core/observation.js'

/**
 * What canaries that were asked together say of their location. An outcome of `unknown` is no answer either: a canary
 * that could not even be asked was not seen.
 *
 * @param appointed canaries that the config names: blind when more than half of them were not seen. Others are checks
 *   that were up until now, and may well be down together: blind only when none of them was seen.
 */
export function judgeSight(
  outcomes: readonly Outcome[],
  appointed: boolean,
): 'sees' | 'blind' | 'nobody-knows' {
  if (outcomes.length === 0) return 'nobody-knows'
  const unseen = outcomes.filter((each) => each === 'bad' || each === 'unknown').length
  const most = appointed ? unseen > outcomes.length / 2 : unseen === outcomes.length
  return most ? 'blind' : 'sees'
}
