import type { AgentBatch } from './agent-batch.js'

/** How far the results of an agent's spool are stored. */
export interface SpoolCursor {
  readonly epoch: string
  /** The number of the next result that is not stored yet. */
  readonly next: number
}

/** What is to be done with a batch. */
type Placement =
  | {
      readonly kind: 'store'
      /** The first results of the batch that are stored already: it was sent before, and its receipt was lost. */
      readonly skip: number
      /** Where the cursor is to be once the rest is stored. */
      readonly cursor: SpoolCursor
      /** The results that were dropped before the batch are not known of yet. */
      readonly isGapNew: boolean
    }
  /** Results between the cursor and the batch are missing: the agent has to begin with this number. */
  | { readonly kind: 'expected'; readonly next: number }

/**
 * Where a batch stands relative to what is stored. Pure. Since a batch is only stored together with the move of the cursor, each
 * result is stored exactly once, however often it is sent.
 *
 * @param cursor of the batch's epoch; undefined where nothing of it is stored
 */
export function placeBatch(cursor: SpoolCursor | undefined, batch: AgentBatch): Placement {
  const { epoch, first, results, gap } = batch
  const end = { epoch, next: first + results.length }
  // Another spool begins where it is: after a restored backup, or on a new disk.
  if (!cursor) {
    return { kind: 'store', skip: 0, cursor: end, isGapNew: gap !== undefined }
  }
  const { next } = cursor
  const covered = first - (gap?.count ?? 0)
  if (covered > next) return { kind: 'expected', next }
  if (end.next < next) return { kind: 'store', skip: results.length, cursor, isGapNew: false }
  return {
    kind: 'store',
    skip: Math.max(0, next - first),
    cursor: end,
    isGapNew: gap !== undefined && next < first,
  }
}
