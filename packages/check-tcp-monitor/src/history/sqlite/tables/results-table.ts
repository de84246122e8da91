import type { TimeWindow } from '../../../core/store/time-window.js'
import type { Observation } from '../../../core/wire/observation.js'
import type { Database, Statement } from '../database/open-database.js'
import { type ClockRun, firstOfRun } from './clock-runs.js'
import { DetailTable, dayOf } from './details.js'
import { type ResultKey, type ResultRow, toObservation, toResultValues } from './result-row.js'
import { ResultSearch } from './result-search.js'
import { ResultSpans } from './result-spans.js'
import type { SeriesTable } from './series.js'

const COLUMNS = 'at, series, n, flags, response, dns, lateness, detail'

const ALL_NUMBERS = [0, Number.MAX_SAFE_INTEGER] as const

/** Every single result, in the order of time. */
export class ResultsTable {
  readonly #series: SeriesTable
  readonly #details: DetailTable
  readonly #search: ResultSearch
  /** Of the one who writes. */
  readonly spans: ResultSpans
  readonly #insert: Statement<never>
  readonly #same: Statement<{ readonly n: number }>
  readonly #newest: Statement<ResultRow>
  readonly #within: Statement<ResultRow>
  readonly #after: Statement<ResultRow>
  readonly #nth: Statement<{ readonly at: number }>
  readonly #oldest: Statement<{ readonly at: number }>
  readonly #first: Statement<{ readonly at: number }>
  readonly #last: Statement<{ readonly at: number }>
  readonly #deleteBefore: Statement<never>

  /** @param spanResults results of a span; tests want few */
  constructor(database: Database, series: SeriesTable, spanResults?: number) {
    this.#series = series
    this.#details = new DetailTable(database)
    this.#search = new ResultSearch(database)
    this.spans = new ResultSpans(database, spanResults)
    this.#insert = database.prepare(
      `INSERT INTO result (${COLUMNS}) VALUES (?1, ?2,
        (SELECT max(coalesce(max(n) + 1, 0), ?8) FROM result WHERE at = ?1 AND series = ?2), ?3, ?4, ?5, ?6, ?7)`,
    )
    this.#same = database.prepare(
      `SELECT n FROM result WHERE at = ? AND series = ? AND flags = ? AND response IS ? AND dns IS ?
        AND lateness IS ? AND detail IS ?`,
    )
    this.#newest = database.prepare(
      `SELECT ${COLUMNS} FROM result WHERE at >= ? AND at <= ? AND n >= ? AND n < ?
        ORDER BY at DESC, series DESC, n DESC LIMIT ?`,
    )
    this.#within = database.prepare(
      `SELECT ${COLUMNS} FROM result WHERE at >= ? AND at < ? ORDER BY at, series, n LIMIT ?`,
    )
    this.#after = database.prepare(
      `SELECT ${COLUMNS} FROM result WHERE (at, series, n) > (?, ?, ?) AND at < ?
        ORDER BY at, series, n LIMIT ?`,
    )
    this.#nth = database.prepare('SELECT at FROM result WHERE at < ? ORDER BY at LIMIT 1 OFFSET ?')
    this.#oldest = database.prepare('SELECT at FROM result ORDER BY at LIMIT 1')
    this.#first = database.prepare('SELECT at FROM result WHERE at >= ? ORDER BY at LIMIT 1')
    this.#last = database.prepare('SELECT at FROM result ORDER BY at DESC LIMIT 1')
    this.#deleteBefore = database.prepare('DELETE FROM result WHERE at < ?')
  }

  /** Only within a transaction, and with `forget` when that fails. */
  insert(series: number, observation: Observation, run: number): void {
    const { flags, response, dns, lateness } = toResultValues(observation)
    const detail = this.#details.idFor(observation)
    const at = Math.floor(observation.at)
    this.#insert.run(at, series, flags, response, dns, lateness, detail, firstOfRun(run))
    this.spans.note(series, at)
  }

  /** Whether the very same result is there. Only within a transaction. */
  has(series: number, observation: Observation): boolean {
    const { flags, response, dns, lateness } = toResultValues(observation)
    const detail = this.#details.idFor(observation)
    return (
      this.#same.get(Math.floor(observation.at), series, flags, response, dns, lateness, detail) !==
      undefined
    )
  }

  /** Of one run of the clock the newest first, of all series or of one, up to a time that is included. */
  newest(
    series: number | undefined,
    { id, from, upTo }: ClockRun,
    limit: number,
  ): readonly ResultRow[] {
    const numbers = [firstOfRun(id), firstOfRun(id + 1)] as const
    if (series === undefined) return this.#newest.all(from, upTo, ...numbers, limit)
    return this.#search.newest(series, { from, until: upTo + 1 }, numbers, limit)
  }

  /** The last one of a series before a time. */
  lastBefore(series: number, time: number): Observation | undefined {
    const window = { from: Number.MIN_SAFE_INTEGER, until: Math.ceil(time) }
    const [row] = this.#search.newest(series, window, ALL_NUMBERS, 1)
    return row && this.observation(row)
  }

  /** The first time from another one on at which something was made. */
  firstFrom(time: number): number | undefined {
    return this.#first.get(time)?.at
  }

  /** The latest time at which something was made. */
  lastAt(): number | undefined {
    return this.#last.get()?.at
  }

  /** In the order of time. */
  *ofSeries(series: number, window: TimeWindow, limit?: number): Generator<Observation> {
    for (const row of this.#search.ascending(series, window, limit)) yield this.observation(row)
  }

  /** Of all series, in the order of time; undefined where there are more than `limit`. */
  within({ from, until }: TimeWindow, limit: number): readonly ResultRow[] | undefined {
    const rows = this.#within.all(from, until, limit + 1)
    return rows.length > limit ? undefined : rows
  }

  /** The oldest first, after a key. */
  after(key: ResultKey, until: number, limit: number): readonly ResultRow[] {
    return this.#after.all(key.at, key.series, key.n, until, limit)
  }

  observation(row: ResultRow): Observation {
    return toObservation(row, this.#series.byId(row.series), this.#details.byId(row.detail))
  }

  /** Deletes about `limit` of the oldest, all from before `time`. */
  deleteBefore(time: number, limit: number): number {
    const nth = this.#nth.get(time, limit)
    return Number(
      this.#deleteBefore.run(nth === undefined ? time : Math.min(time, nth.at + 1)).changes,
    )
  }

  /** Deletes at most `limit` of the details whose last day is before that of the oldest result, or of `time`. */
  deleteUnusedDetails(time: number, limit: number): number {
    return this.#details.deleteBefore(dayOf(this.#oldest.get()?.at ?? time), limit)
  }

  /** Deletes about `limit` of the places of results that are gone. */
  deletePlaces(time: number, limit: number): { readonly isLast: boolean } {
    return this.spans.deleteBefore(this.#oldest.get()?.at ?? time, limit)
  }

  forget(): void {
    this.#details.forget()
    this.spans.forget()
  }
}
