import type { Verdict } from '../verdict.js'
import type { AgentVote } from './agent-batch.js'

/** One turn may be missed, and a batch takes a while. */
const GRACE_MS = 10_000

/** How long a vote says something, milliseconds. @param everyMs of its check */
export function voteLifetimeMs(everyMs: number): number {
  return 2 * everyMs + GRACE_MS
}

/** What a location said of a check last, and what it is worth now. */
export interface HeardVote {
  readonly location: string
  /** `unknown` where the vote is too old, `pending` where none has come yet. */
  readonly verdict: Verdict
  readonly vote?: AgentVote
  /** How long ago its vote was true, milliseconds by the clock of the hub; left out where everything is of now. */
  readonly saidMs?: number
  /** For how long it has believed so, in the same way. */
  readonly heldMs?: number
  /** It should have been heard by now, and was not. */
  readonly isStale?: boolean
}
