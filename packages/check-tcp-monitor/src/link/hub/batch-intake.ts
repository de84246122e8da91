import type { AgentBatch, AgentVote } from '../../core/link/agent-batch.js'
import type { AgentRecord } from '../../core/link/agent-directory.js'
import { placeBatch, type SpoolCursor } from '../../core/link/spool-cursor.js'
import type { Observation } from '../../core/wire/observation.js'

/** Which of a batch is to be stored, and what the hub answers. */
type Intake =
  | {
      readonly kind: 'taken'
      /** Not stored yet, in their order. */
      readonly observations: readonly Observation[]
      readonly cursor: SpoolCursor
      /** What the agent says was dropped, where that is news. */
      readonly gap?: AgentBatch['gap']
      readonly votes: readonly AgentVote[]
    }
  | { readonly kind: 'expected'; readonly next: number }
  /** It speaks of another location: all of it is refused. */
  | { readonly kind: 'refused'; readonly because: string }

/** Times so far ahead of the hub's are not believed, milliseconds. */
const MAX_AHEAD_MS = 600_000

export interface IntakeContext {
  readonly cursor: SpoolCursor | undefined
  /** Is the check to be made from this location? */
  readonly isAssigned: (checkId: string, location: string) => boolean
  /** Wall milliseconds of the hub. */
  readonly now: number
}

/**
 * What becomes of a batch. Pure. An agent speaks for its own location alone: what it says of another refutes the whole batch. What it says
 * of checks that it is not to make is left out: they may have left the config while it was away.
 */
export function takeBatch(agent: AgentRecord, batch: AgentBatch, context: IntakeContext): Intake {
  const { cursor, isAssigned, now } = context
  const { location } = agent
  const isForeign = batch.results.some((each) => each.location !== location)
  if (isForeign) return { kind: 'refused', because: `the agent reports from ${location} alone` }
  const placed = placeBatch(cursor, batch)
  if (placed.kind === 'expected') return placed
  const isOwn = ({ checkId }: { readonly checkId: string }) => isAssigned(checkId, location)
  const observations = batch.results
    .slice(placed.skip)
    .filter(isOwn)
    .map((each) =>
      each.at > now + MAX_AHEAD_MS ? { ...each, at: now, suspect: true as const } : each,
    )
  return {
    kind: 'taken',
    observations,
    cursor: placed.cursor,
    ...(placed.isGapNew && batch.gap && { gap: batch.gap }),
    votes: batch.votes.filter(isOwn),
  }
}
