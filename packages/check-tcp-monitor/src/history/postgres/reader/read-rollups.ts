import { type Level, startFrom, startOf } from '../../../core/level.js'
import type { TimeWindow } from '../../../core/store/time-window.js'
import { noTime } from '../../../core/time/observed-time.js'
import type { Rollup } from '../../../core/wire/rollup.js'
import { timesOfRollups } from '../../rollup/rollup-times.js'
import { addObservation, emptyTally, type Tally } from '../../rollup/tally.js'
import { toRollup } from '../../rollup/to-rollup.js'
import { rolledUntil } from '../../rollup/watermark.js'
import type { Session } from '../connect/database.js'
import { type Mark, readMark } from '../tables/mark.js'
import { resultsOfSeries } from '../tables/results.js'
import { rollupsOfSeries } from '../tables/rollups.js'
import type { Series } from '../tables/series.js'
import { observedBefore, observedFrom } from './neighbours.js'

/** The rollups that begin in a window, with what is in none yet added to them from single results. */
export async function readRollups(
  session: Session,
  series: readonly Series[],
  level: Level,
  window: TimeWindow,
): Promise<readonly Rollup[]> {
  const mark = await readMark(session)
  const rollups: Rollup[] = []
  for (const each of series) rollups.push(...(await ofSeries(session, each, level, window, mark)))
  return rollups
}

async function ofSeries(
  session: Session,
  series: Series,
  level: Level,
  { from, until }: TimeWindow,
  mark: Mark,
): Promise<readonly Rollup[]> {
  const tallies = new Map<number, Tally>()
  const window = { from: Math.ceil(from), until: Math.ceil(until) }
  for (const { at, tally } of await rollupsOfSeries(session, level, series.id, window)) {
    tallies.set(at, tally)
  }
  const behind = {
    from: Math.max(rolledUntil(mark, series.id), startFrom(level, from)),
    until: startFrom(level, until),
  }
  for (const { observation } of await resultsOfSeries(session, [series.id], behind)) {
    const at = startOf(level, observation.at)
    const tally = tallies.get(at) ?? emptyTally()
    tallies.set(at, tally)
    addObservation(tally, observation)
  }
  const rows = [...tallies].map(([at, tally]) => ({ at, tally })).sort((a, b) => a.at - b.at)
  const [first] = rows
  if (!first) return []
  const before = await observedBefore(session, series.id, first.at)
  const after = await observedFrom(session, series.id, window.until)
  const times = timesOfRollups(level, rows, before, after)
  return rows.map(({ at, tally }, index) => toRollup(series, at, tally, times[index] ?? noTime()))
}
