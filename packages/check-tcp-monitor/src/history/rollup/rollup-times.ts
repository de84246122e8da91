import { LEVEL_MS, type Level } from '../../core/level.js'
import { type ObservedTime, type StateTimes, timesOfWindow } from '../../core/time/observed-time.js'
import type { Tally } from './tally.js'

/** A minute or hour of one series. */
export interface RollupRow {
  readonly at: number
  readonly tally: Tally
}

/**
 * What each of some minutes or hours was for the target. The last result of one stands into the next, so that neighbours
 * matter; what the newest result of all stands for is not over yet and is not counted.
 *
 * @param rows ascending
 * @param before what was observed last before them
 * @param after what was observed first after them
 */
export function timesOfRollups(
  level: Level,
  rows: readonly RollupRow[],
  before: ObservedTime | undefined,
  after: ObservedTime | undefined,
): readonly StateTimes[] {
  let last = before
  return rows.map(({ at, tally: { observed } }, index) => {
    const next = rows[index + 1]?.tally.observed ?? (index + 1 === rows.length ? after : undefined)
    const end = next ? Math.min(next.firstAt, at + LEVEL_MS[level]) : (observed?.lastAt ?? at)
    const times = timesOfWindow(last, observed, { from: at, until: end }, next)
    last = observed ?? last
    return times
  })
}
