import type { OverviewPatch, Verdict } from 'check-tcp-monitor/http-api'
import { type Row, votesOf } from './row.js'

const HOUR_MS = 3_600_000

/**
 * Puts what has become of some rows in their place.
 *
 * @param rows changed in place: other objects for the rows that have changed
 * @param hour when the newest hour of their strips began
 * @returns the rows as they were before
 */
export function applyPatch(
  rows: Row[],
  patch: OverviewPatch,
  { verdicts, hour }: { readonly verdicts: readonly Verdict[]; readonly hour: string },
): Row[] {
  const hours = Math.round((Date.parse(patch.hour) - Date.parse(hour)) / HOUR_MS)
  if (hours > 0) {
    for (const [index, row] of rows.entries()) {
      rows[index] = { ...row, strip: shifted(row.strip, hours) }
    }
  }
  return patch.rows.flatMap((index, at) => {
    const before = rows[index]
    if (!before) return []
    const [typical, high] = patch.normal[index] ?? [before.typical, before.high]
    rows[index] = {
      ...before,
      verdict: verdicts[patch.verdict[at] ?? 0] ?? before.verdict,
      since: patch.since[at] ?? before.since,
      newest: patch.newest[at] ?? null,
      ...{ typical, high },
      flags: patch.flags[at] ?? 0,
      why: patch.why[index] ?? '',
      incident: patch.incident[index] ?? '',
      votes: votesOf(patch.votes[index], verdicts),
      strip: patch.strip[index] ?? `${before.strip.slice(0, -1)}${patch.cell[at] ?? '0'}`,
    }
    return [before]
  })
}

function shifted(strip: string, hours: number): string {
  return (strip + '0'.repeat(hours)).slice(-strip.length)
}
