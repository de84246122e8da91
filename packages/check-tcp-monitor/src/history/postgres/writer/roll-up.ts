import { LEVEL_MS, startOf } from '../../../core/level.js'
import type { Watermark } from '../../rollup/watermark.js'
import type { Session } from '../connect/database.js'
import { type Mark, moveMark } from '../tables/mark.js'
import { firstResultFrom, resultsOfSeries } from '../tables/results.js'
import { seriesFrom } from '../tables/series.js'
import { addToRollups } from './add-rollups.js'

/** Series of which an hour is added up in one step, while no commit goes on. */
const SERIES = 32

/**
 * Adds results up into minutes and hours: an hour of some series. The mark has to be held `FOR UPDATE`.
 *
 * @param bound a full minute, from which on nothing is rolled up
 * @returns where the mark is now; undefined where nothing is to be done
 */
export async function rollUpStep(
  session: Session,
  mark: Mark,
  bound: number,
): Promise<Mark | undefined> {
  const place = await nextPlace(session, mark, bound)
  if (!place) return undefined
  const series = await seriesFrom(session, place.series, SERIES)
  const window = { from: place.minute, until: place.until }
  const ids = series.map(({ id }) => id)
  const results = await resultsOfSeries(session, ids, window)
  await addToRollups(session, mark, results)
  const last = series.at(-1)
  const moved: Mark = last
    ? { ...mark, ...place, series: last.id + 1 }
    : { ...mark, minute: place.until, until: place.until, series: 0 }
  await moveMark(session, moved)
  return moved
}

/** Rolls up all that lies before a time, and puts the mark there. The mark has to be held `FOR UPDATE`. */
export async function rollUpThrough(session: Session, mark: Mark, time: number): Promise<Mark> {
  const minute = startOf('minute', time)
  let moved = mark
  for (;;) {
    const step = await rollUpStep(session, moved, minute)
    if (!step) break
    moved = step
  }
  if (moved.minute >= minute) return moved
  const through = { ...moved, minute, until: minute, series: 0 }
  await moveMark(session, through)
  return through
}

/** What is rolled up next: what was begun, else the first hour in which there is something, up to the bound. */
async function nextPlace(
  session: Session,
  { minute, until, series }: Mark,
  bound: number,
): Promise<Watermark | undefined> {
  if (series > 0) return { minute, until, series }
  const first = await firstResultFrom(session, minute)
  if (first === undefined) return undefined
  const start = startOf('minute', first)
  const end = Math.min(bound, startOf('hour', first) + LEVEL_MS.hour)
  return start < end ? { minute: start, until: end, series: 0 } : undefined
}
