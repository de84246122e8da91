import { VERDICTS, type Verdict } from '../../core/verdict.js'
import { FLAGS, type OverviewRow } from './overview-row.js'

const URGENCY: Readonly<Record<Verdict, number>> = {
  ...{ down: 0, degraded: 1, unknown: 2, pending: 3, up: 4 },
}

/** What somebody knows, or planned, comes after what nobody cares for yet. */
const CALM = FLAGS.silenced | FLAGS.maintenance | FLAGS.acknowledged

interface Ranked {
  readonly row: number
  readonly urgency: number
  readonly since: number
}

/** The rows that want to be seen first; of those that are equally urgent, what is new. @param count how many at most */
export function worstRows(
  length: number,
  rowOf: (row: number) => OverviewRow,
  count: number,
): readonly number[] {
  // Sorting all of 10,000 would take longer than all the rest of a page.
  const worst: Ranked[] = []
  for (let row = 0; row < length; row++) {
    const ranked = rank(row, rowOf(row))
    let place = worst.length
    while (place > 0 && isBefore(ranked, worst[place - 1])) place--
    if (place >= count) continue
    worst.splice(place, 0, ranked)
    if (worst.length > count) worst.pop()
  }
  return worst.map(({ row }) => row)
}

function rank(row: number, { verdict, flags, since }: OverviewRow): Ranked {
  const urgency = URGENCY[VERDICTS[verdict] ?? 'pending']
  const isUp = urgency === URGENCY.up
  return {
    row,
    urgency: urgency + (isUp || (flags & CALM) === 0 ? 0 : 0.5),
    since: isUp ? 0 : since,
  }
}

/** Of equal ones the first stays the first. */
function isBefore(one: Ranked, other: Ranked | undefined): boolean {
  if (!other) return false
  return one.urgency === other.urgency ? one.since > other.since : one.urgency < other.urgency
}
