import type { Level, Rollup, TimeWindow } from '../core/store.js'
import { isBefore } from './open-minutes.js'
import { startOf } from './rollups-table.js'
import type { Series } from './series.js'
import type { SummarySources } from './summary.js'
import { addObservation, emptyTally, type Tally } from './tally.js'

/** The rollups that begin in a window, with what is in none yet added to them from single results. */
export function rollupsOf(
  series: readonly Series[],
  level: Level,
  { from, until }: TimeWindow,
  { marks, results, rollups }: SummarySources,
): readonly Rollup[] {
  const watermark = { minute: marks.get('minute'), series: marks.get('series') }
  return series.flatMap((each) => {
    const tallies = new Map<number, Tally>()
    for (const { at, tally } of rollups[level].range(each.id, { from, until })) {
      tallies.set(at, tally)
    }
    const behind = Math.max(watermark.minute, startOf(level, from))
    for (const observation of results.ofSeries(each.id, {
      from: behind,
      until: Number.MAX_SAFE_INTEGER,
    })) {
      if (isBefore(watermark, startOf('minute', observation.at), each.id)) continue
      const at = startOf(level, observation.at)
      if (at < from || at >= until) continue
      const tally = tallies.get(at) ?? emptyTally()
      tallies.set(at, tally)
      addObservation(tally, observation)
    }
    return [...tallies].sort(([a], [b]) => a - b).map(([at, tally]) => toRollup(each, at, tally))
  })
}

export function toRollup({ checkId, location }: Series, at: number, tally: Tally): Rollup {
  const { good, slow, bad, unknown, lost, failures, histogram } = tally
  const names = Object.fromEntries(failures)
  return { checkId, location, at, good, slow, bad, unknown, lost, failures: names, histogram }
}
