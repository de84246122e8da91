import type { CheckStatus } from '../../../core/status.js'
import type { Belief } from '../../../link/agent/live-votes.js'

/** What an agent says to its hub of one check, from how it stands here. */
export function readBelief({ id, verdict, since, newest }: CheckStatus): Belief {
  const common = { checkId: id, verdict, since }
  if (!newest) return common
  const { failure, error, address } = newest
  const isDenied = failure === 'denied_by_policy'
  const isUp = verdict === 'up' || verdict === 'degraded'
  // What failed once is not believed yet; that it failed is said, so that nobody takes it for a connection.
  const isSaid = !isUp || newest.outcome === 'bad'
  return {
    ...common,
    ...(isSaid && failure !== undefined && { failure }),
    ...(isSaid && error !== undefined && { error }),
    ...(address === undefined ? {} : { address }),
    ...(isDenied && { because: 'the policy of the agent denies the target' }),
  }
}
