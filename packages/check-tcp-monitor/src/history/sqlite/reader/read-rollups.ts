import { type Level, startFrom, startOf } from '../../../core/level.js'
import type { TimeWindow } from '../../../core/store/time-window.js'
import { noTime } from '../../../core/time/observed-time.js'
import type { Rollup } from '../../../core/wire/rollup.js'
import { timesOfRollups } from '../../rollup/rollup-times.js'
import { addObservation, emptyTally, type Tally } from '../../rollup/tally.js'
import { toRollup } from '../../rollup/to-rollup.js'
import { rolledUntil } from '../../rollup/watermark.js'
import type { Series } from '../tables/series.js'
import { observedBefore, observedFrom } from './neighbours.js'
import type { SummarySources } from './read-summary.js'

/** The rollups that begin in a window, with what is in none yet added to them from single results. */
export function readRollups(
  series: readonly Series[],
  level: Level,
  { from, until }: TimeWindow,
  sources: SummarySources,
): readonly Rollup[] {
  const { watermarks, results, rollups } = sources
  const watermark = watermarks.rolledUp()
  return series.flatMap((each) => {
    const tallies = new Map<number, Tally>()
    for (const { at, tally } of rollups[level].range(each.id, { from, until })) {
      tallies.set(at, tally)
    }
    const behind = {
      from: Math.max(rolledUntil(watermark, each.id), startFrom(level, from)),
      until: startFrom(level, until),
    }
    for (const observation of results.ofSeries(each.id, behind)) {
      const at = startOf(level, observation.at)
      const tally = tallies.get(at) ?? emptyTally()
      tallies.set(at, tally)
      addObservation(tally, observation)
    }
    const rows = [...tallies].map(([at, tally]) => ({ at, tally })).sort((a, b) => a.at - b.at)
    const [first] = rows
    if (!first) return []
    const before = observedBefore(each.id, first.at, sources)
    const after = observedFrom(each.id, until, sources)
    const times = timesOfRollups(level, rows, before, after)
    return rows.map(({ at, tally }, index) => toRollup(each, at, tally, times[index] ?? noTime()))
  })
}
