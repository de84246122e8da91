import type { Level } from '../../../core/level.js'
import type { WindowSummary } from '../../../core/store/history-queries.js'
import type { TimeWindow } from '../../../core/store/time-window.js'
import { addTimes, noTime, timesOfWindow } from '../../../core/time/observed-time.js'
import { splitWindow } from '../../rollup/split-window.js'
import { toSummary } from '../../rollup/summary.js'
import { addObservation, addTally, emptyTally, type Tally } from '../../rollup/tally.js'
import type { ResultsTable } from '../tables/results-table.js'
import type { RollupsTable } from '../tables/rollups-table.js'
import type { Watermarks } from '../tables/watermarks.js'
import { observedBefore, observedFrom } from './neighbours.js'

export interface SummarySources {
  readonly watermarks: Watermarks
  readonly results: ResultsTable
  readonly rollups: Readonly<Record<Level, RollupsTable>>
}

/** What is known of some series over a window, their times added up. Within one transaction, so that it is of one moment. */
export function readSummary(
  series: readonly { readonly id: number }[],
  window: TimeWindow,
  sources: SummarySources,
): WindowSummary {
  const { watermarks } = sources
  const kept = {
    watermark: watermarks.rolledUp(),
    raw: watermarks.get('raw_from'),
    minute: watermarks.get('minute_from'),
  }
  const total = emptyTally()
  const time = noTime()
  for (const { id } of series) {
    const { parts, covered } = splitWindow(window, id, kept)
    const tally = emptyTally()
    for (const { level, ...part } of parts) {
      if (level === 'raw') addResults(tally, id, part, sources)
      else sources.rollups[level].sum(tally, id, part)
    }
    addTally(total, tally)
    const before = observedBefore(id, covered.from, sources)
    const after = observedFrom(id, covered.until, sources)
    addTimes(time, timesOfWindow(before, tally.observed, covered, after))
  }
  return toSummary(total, time)
}

function addResults(
  into: Tally,
  series: number,
  part: TimeWindow,
  { results }: SummarySources,
): void {
  for (const observation of results.ofSeries(series, part)) addObservation(into, observation)
}
