import type { Database, Statement } from '../database/open-database.js'

/** Results of one span where nobody says. More would make looking through those that are in none yet slow; fewer, a search of many spans. */
const SPAN_RESULTS = 4_096

/** Before all time. */
const EVER = Number.MIN_SAFE_INTEGER

interface Span {
  readonly id: number
  readonly until: number
}

/** The time from which on results are in no span yet. */
export const SPANNED = `coalesce((SELECT to_at FROM span ORDER BY from_at DESC LIMIT 1), ${EVER})`

/**
 * Finds the results of a check. Results lie in the order of time, so a commit fills the last page; an index by check would have a
 * page written again for nearly each of them. So time is cut into spans of some thousand results, one following the other, and
 * once a span is full the places of its results are written in the order of checks, side by side. What came last is in no span
 * yet, and is looked through. Within transactions alone, and with `forget` when one fails.
 */
export class ResultSpans {
  readonly #last: Statement<{ readonly until: number }>
  readonly #first: Statement<Span>
  readonly #count: Statement<{ readonly n: number }>
  readonly #nth: Statement<{ readonly at: number }>
  readonly #begin: Statement<never>
  readonly #fill: Statement<never>
  readonly #add: Statement<never>
  readonly #nthPlace: Statement<{ readonly series: number }>
  readonly #deletePlaces: Statement<never>
  readonly #delete: Statement<never>
  readonly #widenFirst: Statement<never>
  readonly #spanResults: number
  #until: number | undefined
  /** Results that are in no span. */
  #loose: number | undefined

  constructor(database: Database, spanResults = SPAN_RESULTS) {
    this.#spanResults = spanResults
    this.#last = database.prepare(`SELECT ${SPANNED} AS until`)
    this.#first = database.prepare('SELECT id, to_at AS until FROM span ORDER BY from_at LIMIT 1')
    this.#count = database.prepare('SELECT count(*) AS n FROM result WHERE at >= ?')
    this.#nth = database.prepare('SELECT at FROM result WHERE at >= ? ORDER BY at LIMIT 1 OFFSET ?')
    this.#begin = database.prepare('INSERT INTO span (from_at, to_at) VALUES (?, ?)')
    this.#fill = database.prepare(
      `INSERT INTO result_place SELECT (SELECT max(id) FROM span), series, at, n FROM result
        WHERE at >= ? AND at < ? ORDER BY series, at, n`,
    )
    // All of that time and check: those that are there already stay.
    this.#add = database.prepare(
      `INSERT OR IGNORE INTO result_place
        SELECT (SELECT id FROM span WHERE from_at <= ?1 ORDER BY from_at DESC LIMIT 1), series, at, n
        FROM result WHERE at = ?1 AND series = ?2`,
    )
    this.#nthPlace = database.prepare(
      'SELECT series FROM result_place WHERE span = ? ORDER BY series LIMIT 1 OFFSET ?',
    )
    this.#deletePlaces = database.prepare('DELETE FROM result_place WHERE span = ? AND series <= ?')
    this.#delete = database.prepare('DELETE FROM span WHERE id = ?')
    this.#widenFirst = database.prepare(
      `UPDATE span SET from_at = ${EVER} WHERE from_at = (SELECT min(from_at) FROM span)`,
    )
  }

  /** A result was stored. */
  note(series: number, at: number): void {
    if (at < this.#spanned()) this.#add.run(at, series)
    else if (this.#loose !== undefined) this.#loose++
  }

  /**
   * Puts results into spans that are full, of those from before a time.
   *
   * @param results about how many at most
   */
  fill(before: number, results: number): void {
    for (let filled = 0; filled < results; ) {
      const from = this.#spanned()
      this.#loose ??= this.#count.get(from)?.n ?? 0
      if (this.#loose <= this.#spanResults) return
      const nth = this.#nth.get(from, this.#spanResults)
      if (!nth) {
        // Some of them were deleted.
        this.#loose = undefined
        return
      }
      // Where all of them are of one millisecond, that goes as a whole.
      const until = Math.max(nth.at, from + 1)
      if (until > before) return
      this.#begin.run(from, until)
      const added = Number(this.#fill.run(from, until).changes)
      this.#until = until
      this.#loose -= added
      filled += Math.max(1, added)
    }
  }

  /**
   * Deletes about `limit` places of the oldest span, where all of its results are gone.
   *
   * @param oldest the time of the oldest result that there is
   */
  deleteBefore(oldest: number, limit: number): { readonly isLast: boolean } {
    const first = this.#first.get()
    if (!first || first.until > oldest) return { isLast: true }
    const nth = this.#nthPlace.get(first.id, limit)
    this.#deletePlaces.run(first.id, nth?.series ?? Number.MAX_SAFE_INTEGER)
    if (nth) return { isLast: false }
    this.#delete.run(first.id)
    this.#widenFirst.run()
    this.forget()
    return { isLast: false }
  }

  /** What was remembered may have been rolled back. */
  forget(): void {
    this.#until = undefined
    this.#loose = undefined
  }

  #spanned(): number {
    this.#until ??= this.#last.get()?.until ?? EVER
    return this.#until
  }
}
