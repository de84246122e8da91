import { VERDICTS, type Verdict } from '../../core/verdict.js'
import { FLAGS, type OverviewRow } from './overview-row.js'

const URGENCY: Readonly<Record<Verdict, number>> = {
  ...{ down: 0, degraded: 1, unknown: 2, pending: 3, up: 4 },
}

/** What somebody knows, or planned, comes after what nobody cares for yet. */
const CALM = FLAGS.silenced | FLAGS.maintenance | FLAGS.acknowledged

/** The rows that want to be seen first; of those that are equally urgent, what is new. @param count how many at most */
export function worstRows(
  length: number,
  rowOf: (row: number) => OverviewRow,
  count: number,
): readonly number[] {
  const rows = Array.from({ length }, (_, row) => {
    const { verdict, flags, since } = rowOf(row)
    const urgency = URGENCY[VERDICTS[verdict] ?? 'pending']
    const isUp = urgency === URGENCY.up
    return {
      row,
      urgency: urgency + (isUp || (flags & CALM) === 0 ? 0 : 0.5),
      since: isUp ? 0 : since,
    }
  })
  rows.sort((a, b) => a.urgency - b.urgency || b.since - a.since || a.row - b.row)
  return rows.slice(0, count).map(({ row }) => row)
}
