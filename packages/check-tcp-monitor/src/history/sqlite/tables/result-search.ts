import type { TimeWindow } from '../../../core/store/time-window.js'
import type { Database, Statement } from '../database/open-database.js'
import type { ResultRow } from './result-row.js'
import { SPANNED } from './result-spans.js'

const COLUMNS = ['at', 'series', 'n', 'flags', 'response', 'dns', 'lateness', 'detail']
  .map((name) => `result.${name}`)
  .join(', ')

/** Of the series ?1 from the time ?2 until ?3, which is not included: those in spans, span by span, and in each by its place. */
const IN_SPANS = `SELECT ${COLUMNS} FROM span
  CROSS JOIN result_place AS place ON place.span = span.id AND place.series = ?1 AND place.at >= ?2 AND place.at < ?3
  CROSS JOIN result ON result.at = place.at AND result.series = ?1 AND result.n = place.n
  WHERE span.from_at < ?3 AND span.from_at >= (SELECT max(from_at) FROM span WHERE from_at <= ?2)`

/** The same of those that are in no span yet. */
const LOOSE = `SELECT ${COLUMNS} FROM result WHERE at >= max(?2, ${SPANNED}) AND at < ?3 AND series = ?1`

const NUMBERS = 'AND result.n >= ?4 AND result.n < ?5'

/** Finds the results of one check, in either order of time. */
export class ResultSearch {
  readonly #up: readonly Statement<ResultRow>[]
  readonly #down: readonly Statement<ResultRow>[]

  constructor(database: Database) {
    this.#up = [
      database.prepare(`${IN_SPANS} ORDER BY span.from_at, place.at, place.n LIMIT ?4`),
      database.prepare(`${LOOSE} ORDER BY at, n LIMIT ?4`),
    ]
    this.#down = [
      database.prepare(`${LOOSE} ${NUMBERS} ORDER BY at DESC, n DESC LIMIT ?6`),
      database.prepare(
        `${IN_SPANS} ${NUMBERS} ORDER BY span.from_at DESC, place.at DESC, place.n DESC LIMIT ?6`,
      ),
    ]
  }

  *ascending(
    series: number,
    { from, until }: TimeWindow,
    limit = Number.MAX_SAFE_INTEGER,
  ): Generator<ResultRow> {
    let left = limit
    for (const part of this.#up) {
      if (left <= 0) return
      for (const row of part.iterate(series, from, until, left)) {
        left--
        yield row
      }
    }
  }

  /** @param numbers from the first number of a result until the second, which is not included */
  newest(
    series: number,
    { from, until }: TimeWindow,
    numbers: readonly [number, number],
    limit: number,
  ): readonly ResultRow[] {
    const rows: ResultRow[] = []
    for (const part of this.#down) {
      if (rows.length >= limit) break
      rows.push(...part.all(series, from, until, ...numbers, limit - rows.length))
    }
    return rows
  }
}
