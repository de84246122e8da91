import type { Verdict } from '../../core/verdict.js'
import { FLAGS } from './overview-row.js'
import type { Overview } from './overview-wire.js'

const URGENCY: Readonly<Record<Verdict, number>> = {
  ...{ down: 0, degraded: 1, unknown: 2, pending: 3, up: 4 },
}

/** What somebody knows, or planned, comes after what nobody cares for yet. */
const CALM = FLAGS.silenced | FLAGS.maintenance | FLAGS.acknowledged

/** The overview with some of its rows alone, which are counted from 0 again. */
export function pickRows(overview: Overview, rows: readonly number[]): Overview {
  const { checks } = overview
  const of = <T>(column: readonly T[]) =>
    rows.flatMap((row) => (row < column.length ? [column[row] as T] : []))
  const byRow = <T>(values: Readonly<Record<string, T>>) =>
    Object.fromEntries(rows.flatMap((row, at) => (row in values ? [[at, values[row] as T]] : [])))
  return {
    ...overview,
    checks: {
      id: of(checks.id),
      target: of(checks.target),
      tags: of(checks.tags),
      from: byRow(checks.from),
      verdict: of(checks.verdict),
      since: of(checks.since),
      newest: of(checks.newest),
      flags: of(checks.flags),
      why: byRow(checks.why),
      incident: byRow(checks.incident),
      votes: byRow(checks.votes),
      typical: of(checks.typical),
      high: of(checks.high),
      strip: of(checks.strip),
    },
  }
}

/** The rows that want to be seen first; of those that are equally urgent, what is new. */
export function worstRows({ checks, verdicts }: Overview, count: number): readonly number[] {
  const urgencyOf = (row: number) => {
    const verdict = verdicts[checks.verdict[row] ?? 0] ?? 'pending'
    const isCalm = ((checks.flags[row] ?? 0) & CALM) !== 0
    return URGENCY[verdict] + (isCalm && verdict !== 'up' ? 0.5 : 0)
  }
  const sinceOf = (row: number) => (urgencyOf(row) < URGENCY.up ? (checks.since[row] ?? 0) : 0)
  return [...checks.id.keys()]
    .sort((a, b) => urgencyOf(a) - urgencyOf(b) || sinceOf(b) - sinceOf(a) || a - b)
    .slice(0, count)
}

/** How many rows have each of `verdicts`. */
export function countRows({ checks, verdicts }: Overview): readonly number[] {
  const counts = verdicts.map(() => 0)
  for (const verdict of checks.verdict) counts[verdict] = (counts[verdict] ?? 0) + 1
  return counts
}
