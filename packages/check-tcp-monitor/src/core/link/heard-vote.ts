import type { Verdict } from '../verdict.js'
import type { AgentVote } from './agent-batch.js'

/** What a location said of a check last, and what it is worth now. */
export interface HeardVote {
  readonly location: string
  /** `unknown` where the vote is too old, `pending` where none has come yet. */
  readonly verdict: Verdict
  readonly vote?: AgentVote
  /** It should have been heard by now, and was not. */
  readonly isStale?: boolean
}
