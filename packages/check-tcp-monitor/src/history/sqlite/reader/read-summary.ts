import type { Level } from '../../../core/level.js'
import type { WindowSummary } from '../../../core/store/history-queries.js'
import type { TimeWindow } from '../../../core/store/time-window.js'
import { noTime, timesOfWindow } from '../../../core/time/observed-time.js'
import { splitWindow } from '../../rollup/split-window.js'
import { toSummary } from '../../rollup/summary.js'
import { addObservation, emptyTally, type Tally } from '../../rollup/tally.js'
import type { ResultsTable } from '../tables/results-table.js'
import type { RollupsTable } from '../tables/rollups-table.js'
import type { Watermarks } from '../tables/watermarks.js'
import { observedBefore, observedFrom } from './neighbours.js'

export interface SummarySources {
  readonly watermarks: Watermarks
  readonly results: ResultsTable
  readonly rollups: Readonly<Record<Level, RollupsTable>>
}

/** What is known of a series over a window; nothing where there is none. Within one transaction, so that it is of one moment. */
export function readSummary(
  series: { readonly id: number } | undefined,
  window: TimeWindow,
  sources: SummarySources,
): WindowSummary {
  const tally = emptyTally()
  if (!series) return toSummary(tally, noTime())
  const { id } = series
  const { watermarks } = sources
  const { parts, covered } = splitWindow(window, id, {
    watermark: watermarks.rolledUp(),
    raw: watermarks.get('raw_from'),
    minute: watermarks.get('minute_from'),
  })
  for (const { level, ...part } of parts) {
    if (level === 'raw') addResults(tally, id, part, sources)
    else sources.rollups[level].sum(tally, id, part)
  }
  const before = observedBefore(id, covered.from, sources)
  const after = observedFrom(id, covered.until, sources)
  return toSummary(tally, timesOfWindow(before, tally.observed, covered, after))
}

function addResults(
  into: Tally,
  series: number,
  part: TimeWindow,
  { results }: SummarySources,
): void {
  for (const observation of results.ofSeries(series, part)) addObservation(into, observation)
}
