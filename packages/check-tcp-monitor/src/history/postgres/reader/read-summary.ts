import type { SeriesKey, WindowSummary } from '../../../core/store/history-queries.js'
import type { TimeWindow } from '../../../core/store/time-window.js'
import { noTime, timesOfWindow } from '../../../core/time/observed-time.js'
import { splitWindow } from '../../rollup/split-window.js'
import { toSummary } from '../../rollup/summary.js'
import { addObservation, addTally, emptyTally } from '../../rollup/tally.js'
import type { Session } from '../connect/database.js'
import { readMark } from '../tables/mark.js'
import { resultsOfSeries } from '../tables/results.js'
import { rollupsOfSeries } from '../tables/rollups.js'
import { findSeries } from '../tables/series.js'
import { observedBefore, observedFrom } from './neighbours.js'

/** What is known of a series over a window; nothing where there is none. */
export async function readSummary(
  session: Session,
  key: SeriesKey,
  window: TimeWindow,
): Promise<WindowSummary> {
  const tally = emptyTally()
  const [series] = await findSeries(session, key)
  if (!series) return toSummary(tally, noTime())
  const mark = await readMark(session)
  const { parts, covered } = splitWindow(window, series.id, {
    watermark: mark,
    raw: mark.rawFrom,
    minute: mark.minuteFrom,
  })
  for (const { level, from, until } of parts) {
    const part = { from: Math.ceil(from), until: Math.ceil(until) }
    if (level === 'raw') {
      for (const { observation } of await resultsOfSeries(session, [series.id], part)) {
        addObservation(tally, observation)
      }
    } else {
      for (const each of await rollupsOfSeries(session, level, series.id, part)) {
        addTally(tally, each.tally)
      }
    }
  }
  const before = await observedBefore(session, series.id, Math.ceil(covered.from))
  const after = await observedFrom(session, series.id, Math.ceil(covered.until))
  return toSummary(tally, timesOfWindow(before, tally.observed, covered, after))
}
