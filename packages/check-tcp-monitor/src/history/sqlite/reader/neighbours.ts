import { LEVEL_MS, type Level } from '../../../core/level.js'
import { type ObservedTime, observedOnce } from '../../../core/time/observed-time.js'
import type { ResultsTable } from '../tables/results-table.js'
import type { RollupsTable } from '../tables/rollups-table.js'

interface Sources {
  readonly results: ResultsTable
  readonly rollups: Readonly<Record<Level, RollupsTable>>
}

/** What was observed of a series last before a time, in single results or what is left of them. */
export function observedBefore(
  series: number,
  time: number,
  { results, rollups }: Sources,
): ObservedTime | undefined {
  const result = results.lastBefore(series, time)
  // Rollups that are over by then: others may tell of what came later.
  const found = [
    result && observedOnce(result),
    rollups.minute.observedBefore(series, time - LEVEL_MS.minute + 1),
    rollups.hour.observedBefore(series, time - LEVEL_MS.hour + 1),
  ]
  let last: ObservedTime | undefined
  for (const each of found) if (each && each.lastAt > (last?.lastAt ?? -Infinity)) last = each
  return last
}

/** What was observed of a series first from a time on. */
export function observedFrom(
  series: number,
  from: number,
  { results, rollups }: Sources,
): ObservedTime | undefined {
  const range = { from, until: Number.MAX_SAFE_INTEGER }
  let first: ObservedTime | undefined
  for (const result of results.ofSeries(series, range, 1)) first = observedOnce(result)
  for (const level of ['minute', 'hour'] as const) {
    for (const each of rollups[level].observed(series, range, 1)) {
      if (each.firstAt < (first?.firstAt ?? Infinity)) first = each
    }
  }
  return first
}
