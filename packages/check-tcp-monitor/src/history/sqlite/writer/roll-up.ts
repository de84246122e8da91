import { LEVEL_MS, startOf } from '../../../core/level.js'
import { type ObservedTime, observedOnce } from '../../../core/time/observed-time.js'
import type { Observation } from '../../../core/wire/observation.js'
import {
  addObservation,
  addObserved,
  addTally,
  emptyTally,
  type Tally,
} from '../../rollup/tally.js'
import type { Watermark } from '../../rollup/watermark.js'
import type { ResultsTable } from '../tables/results-table.js'
import type { RollupsTable } from '../tables/rollups-table.js'
import type { SeriesTable } from '../tables/series.js'
import type { Watermarks } from '../tables/watermarks.js'

/** Series that are looked at in one step, for each result that it may take: those of checks that are gone have none. */
const SERIES_PER_RESULT = 8

/** Results of an hour that are added up in one step, in the order in which they lie on the disk: some 30 ms. */
const AT_ONCE = 2_000

interface Tables {
  readonly series: SeriesTable
  readonly results: ResultsTable
  readonly rollups: { readonly minute: RollupsTable; readonly hour: RollupsTable }
  readonly watermarks: Watermarks
}

/**
 * Adds results up into minutes and hours, series by series and for each of them all minutes of an hour at once: they lie side
 * by side on the disk, so that their page is written once and not sixty times. Nothing is kept in memory: what is not rolled up
 * yet is in the results.
 */
export class RollUp {
  readonly #tables: Tables

  constructor(tables: Tables) {
    this.#tables = tables
  }

  /**
   * Within a transaction.
   *
   * @param bound a full minute, from which on nothing is rolled up
   * @param results about how many are added up at most
   * @returns where the watermark is then; undefined where nothing is to be done
   */
  step(watermark: Watermark, bound: number, results: number): Watermark | undefined {
    let place: Watermark | undefined
    let added = 0
    let looked = 0
    for (let next = this.#next(watermark, bound); next; next = this.#next(place, bound)) {
      place = next
      const few = next.series === 0 ? this.#rollUpFew(next) : undefined
      if (few !== undefined) {
        place = { minute: next.until, until: next.until, series: 0 }
        added += few
        if (added >= results) return place
        continue
      }
      for (const series of this.#tables.series.all(next.series)) {
        if (added >= results || looked >= results * SERIES_PER_RESULT) return place
        added += this.#rollUp(series.id, next)
        looked++
        place = { ...next, series: series.id + 1 }
      }
      place = { minute: next.until, until: next.until, series: 0 }
    }
    return place
  }

  /** Adds minutes of one series to what is there. Within a transaction. */
  add(series: number, minutes: ReadonlyMap<number, Tally>): void {
    const { rollups } = this.#tables
    const hours = new Map<number, Tally>()
    for (const [minute, tally] of minutes) {
      rollups.minute.add(series, minute, tally, () => this.#observedInMinute(series, minute))
      const hour = startOf('hour', minute)
      const sum = hours.get(hour) ?? emptyTally()
      hours.set(hour, sum)
      addTally(sum, tally)
    }
    for (const [hour, sum] of hours) {
      rollups.hour.add(series, hour, sum, () => this.#observedInHour(series, hour))
    }
  }

  /** What is rolled up next: what was begun, else the first hour in which there is something, up to the bound. */
  #next(watermark: Watermark, bound: number): Watermark | undefined {
    if (watermark.series > 0) return watermark
    const first = this.#tables.results.firstFrom(watermark.minute)
    if (first === undefined) return undefined
    const minute = startOf('minute', first)
    const until = Math.min(bound, startOf('hour', first) + LEVEL_MS.hour)
    return minute < until ? { minute, until, series: 0 } : undefined
  }

  /** All series at once, where the window has few results. @returns how many it added up; undefined where there are too many */
  #rollUpFew({ minute: from, until }: Watermark): number | undefined {
    const { results } = this.#tables
    const rows = results.within({ from, until }, AT_ONCE)
    if (!rows) return undefined
    const bySeries = new Map<number, Map<number, Tally>>()
    for (const row of rows) {
      const minutes = bySeries.get(row.series) ?? new Map<number, Tally>()
      bySeries.set(row.series, minutes)
      addToMinute(minutes, results.observation(row))
    }
    for (const [series, minutes] of bySeries) this.add(series, minutes)
    return rows.length
  }

  /** @returns how many results it added up */
  #rollUp(series: number, { minute: from, until }: Watermark): number {
    const minutes = new Map<number, Tally>()
    let results = 0
    for (const result of this.#tables.results.ofSeries(series, { from, until })) {
      addToMinute(minutes, result)
      results++
    }
    this.add(series, minutes)
    return results
  }

  #observedInMinute(series: number, minute: number): ObservedTime | undefined {
    const { results, watermarks } = this.#tables
    if (minute < watermarks.get('raw_from')) return undefined
    const window = { from: minute, until: minute + LEVEL_MS.minute }
    const tally = emptyTally()
    for (const each of results.ofSeries(series, window)) addObserved(tally, observedOnce(each))
    return tally.observed
  }

  #observedInHour(series: number, hour: number): ObservedTime | undefined {
    const { rollups, watermarks } = this.#tables
    if (hour < watermarks.get('minute_from')) return undefined
    const tally = emptyTally()
    const window = { from: hour, until: hour + LEVEL_MS.hour }
    for (const each of rollups.minute.observed(series, window)) addObserved(tally, each)
    return tally.observed
  }
}

/** Counts a result in its minute. */
export function addToMinute(minutes: Map<number, Tally>, result: Observation): void {
  const minute = startOf('minute', result.at)
  const tally = minutes.get(minute) ?? emptyTally()
  minutes.set(minute, tally)
  addObservation(tally, result)
}
