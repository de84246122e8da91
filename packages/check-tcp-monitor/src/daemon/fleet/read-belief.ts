import type { CheckStatus } from '../../core/status.js'
import type { Belief } from '../../link/agent/live-votes.js'

/** What an agent says to its hub of one check, from how it stands here. */
export function readBelief({ id, verdict, since, newest }: CheckStatus): Belief {
  const common = { checkId: id, verdict, since }
  if (!newest) return common
  const { failure, error, address } = newest
  const isDenied = failure === 'denied_by_policy'
  const isUp = verdict === 'up'
  return {
    ...common,
    ...(isUp || failure === undefined ? {} : { failure }),
    ...(isUp || error === undefined ? {} : { error }),
    ...(address === undefined ? {} : { address }),
    ...(isDenied && { because: 'the policy of the agent denies the target' }),
  }
}
