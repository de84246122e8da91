import type { Level } from '../../../core/level.js'
import type { TimeWindow } from '../../../core/store/time-window.js'
import type { ObservedTime } from '../../../core/time/observed-time.js'
import { HistogramSum } from '../../rollup/histogram-blob.js'
import { fromObservedBlob } from '../../rollup/observed-blob.js'
import { type RollupRow, toRollupRow, toTally } from '../../rollup/rollup-row.js'
import { addObserved, addTally, type Tally } from '../../rollup/tally.js'
import type { Database, Statement } from '../database/open-database.js'

type Counts = Pick<RollupRow, 'good' | 'slow' | 'bad' | 'unknown' | 'lost'>

type ObservedRow = Pick<RollupRow, 'at' | 'observed'>

const COLUMNS = 'at, good, slow, bad, unknown, lost, failures, histogram, observed'

/** What happened to each series, by the minute or by the hour. */
export class RollupsTable {
  readonly #put: Statement<never>
  readonly #get: Statement<RollupRow>
  readonly #range: Statement<RollupRow>
  readonly #before: Statement<ObservedRow>
  readonly #observed: Statement<ObservedRow>
  readonly #counts: Statement<Counts>
  readonly #blobs: Statement<Pick<RollupRow, 'at' | 'histogram' | 'observed'>>
  readonly #nth: Statement<{ readonly at: number }>
  readonly #deleteBefore: Statement<never>

  constructor(database: Database, level: Level) {
    this.#put = database.prepare(
      `REPLACE INTO ${level} (series, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    this.#get = database.prepare(`SELECT ${COLUMNS} FROM ${level} WHERE series = ? AND at = ?`)
    this.#range = database.prepare(
      `SELECT ${COLUMNS} FROM ${level} WHERE series = ? AND at >= ? AND at < ? ORDER BY at LIMIT ?`,
    )
    this.#before = database.prepare(
      `SELECT at, observed FROM ${level} WHERE series = ? AND at < ? ORDER BY at DESC LIMIT 1`,
    )
    this.#observed = database.prepare(
      `SELECT at, observed FROM ${level} WHERE series = ? AND at >= ? AND at < ? ORDER BY at LIMIT ?`,
    )
    const sums = ['good', 'slow', 'bad', 'unknown', 'lost'].map(
      (name) => `coalesce(sum(${name}), 0) AS ${name}`,
    )
    this.#counts = database.prepare(
      `SELECT ${sums.join(', ')} FROM ${level} WHERE series = ? AND at >= ? AND at < ?`,
    )
    this.#blobs = database.prepare(
      `SELECT at, histogram, observed FROM ${level} WHERE series = ? AND at >= ? AND at < ? ORDER BY at`,
    )
    this.#nth = database.prepare(
      `SELECT at FROM ${level} WHERE series = ? AND at < ? ORDER BY at LIMIT 1 OFFSET ?`,
    )
    this.#deleteBefore = database.prepare(`DELETE FROM ${level} WHERE series = ? AND at < ?`)
  }

  get(series: number, at: number): Tally | undefined {
    const row = this.#get.get(series, at)
    return row && toTally(row)
  }

  put(series: number, at: number, tally: Tally): void {
    const row = toRollupRow(at, tally)
    const { good, slow, bad, unknown, lost, failures, histogram, observed } = row
    this.#put.run(series, at, good, slow, bad, unknown, lost, failures, histogram, observed)
  }

  /**
   * Adds to what is there. Only within a transaction.
   *
   * @param recount gives the time that all results cover, for those that do not come in order; undefined where that is
   *   no longer known, and what was known of it then stays
   */
  add(series: number, at: number, tally: Tally, recount: () => ObservedTime | undefined): void {
    const row = this.#get.get(series, at)
    const sum = row ? toTally(row) : tally
    const known = row && fromObservedBlob(at, row.observed)
    if (row) addTally(sum, tally)
    this.put(series, at, sum.isOrdered ? sum : { ...sum, observed: recount() ?? known })
  }

  /** What was observed last before a time, in what begins before it. */
  observedBefore(series: number, time: number): ObservedTime | undefined {
    const row = this.#before.get(series, time)
    return row && fromObservedBlob(row.at, row.observed)
  }

  /** What was observed in minutes or hours that begin in the window, by them, ascending. */
  *observed(series: number, { from, until }: TimeWindow, limit = -1): Generator<ObservedTime> {
    for (const row of this.#observed.iterate(series, from, until, limit)) {
      const observed = fromObservedBlob(row.at, row.observed)
      if (observed) yield observed
    }
  }

  /** Whole minutes or hours that begin in the window, ascending. */
  *range(
    series: number,
    { from, until }: TimeWindow,
    limit = -1,
  ): Generator<{ readonly at: number; readonly tally: Tally }> {
    for (const row of this.#range.iterate(series, from, until, limit)) {
      yield { at: row.at, tally: toTally(row) }
    }
  }

  /** Adds up the window without keeping its parts, and without its failures: reading a value costs more than adding it. */
  sum(into: Tally, series: number, { from, until }: TimeWindow): void {
    const counts = this.#counts.get(series, from, until)
    if (counts) {
      into.good += counts.good
      into.slow += counts.slow
      into.bad += counts.bad
      into.unknown += counts.unknown
      into.lost += counts.lost
    }
    const histograms = new HistogramSum()
    for (const { at, histogram, observed } of this.#blobs.iterate(series, from, until)) {
      histograms.add(histogram)
      const time = fromObservedBlob(at, observed)
      if (time) addObserved(into, time)
    }
    histograms.addTo(into.histogram)
  }

  /** Deletes at most about `limit` of the oldest of a series, all from before `time`. */
  deleteBefore(series: number, time: number, limit: number): number {
    const nth = this.#nth.get(series, time, limit)
    return Number(this.#deleteBefore.run(series, nth?.at ?? time).changes)
  }
}
