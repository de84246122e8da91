import type { SeriesQuery } from '../../../core/store/history-queries.js'
import type { Database, Statement } from '../database/open-database.js'
import { SPANNED } from './result-spans.js'

/** One check as seen from one location: what a row of results or rollups belongs to. */
export interface Series {
  readonly id: number
  readonly checkId: string
  readonly location: string
}

const COLUMNS = 'id, check_id AS checkId, location'

/** The numbers that stand for checks and locations in the big tables. */
export class SeriesTable {
  readonly #insert: Statement<never>
  readonly #byName: Statement<Series>
  readonly #byCheck: Statement<Series>
  readonly #byId: Statement<Series>
  readonly #after: Statement<Series>
  readonly #deleteUnused: Statement<never>
  /** By location, then by check. */
  readonly #ids = new Map<string, Map<string, number>>()
  readonly #known = new Map<number, Series>()

  constructor(database: Database) {
    this.#insert = database.prepare('INSERT INTO series (check_id, location) VALUES (?, ?)')
    this.#byName = database.prepare(
      `SELECT ${COLUMNS} FROM series WHERE check_id = ? AND location = ?`,
    )
    this.#byCheck = database.prepare(
      `SELECT ${COLUMNS} FROM series WHERE check_id = ?1 AND (?2 IS NULL OR location = ?2) ORDER BY id`,
    )
    this.#byId = database.prepare(`SELECT ${COLUMNS} FROM series WHERE id = ?`)
    this.#after = database.prepare(
      `SELECT ${COLUMNS} FROM series WHERE id >= ? ORDER BY id LIMIT 1`,
    )
    this.#deleteUnused = database.prepare(
      `DELETE FROM series WHERE NOT EXISTS (SELECT 1 FROM hour WHERE series = id)
        AND NOT EXISTS (SELECT 1 FROM minute WHERE series = id)
        AND NOT EXISTS (SELECT 1 FROM span CROSS JOIN result_place AS place ON place.span = span.id
          AND place.series = series.id)
        AND id NOT IN (SELECT series FROM result WHERE at >= ${SPANNED})`,
    )
  }

  /** Only within a transaction, and with `forget` when that fails. */
  idFor(checkId: string, location: string): number {
    const ids = this.#ids.get(location) ?? new Map<string, number>()
    this.#ids.set(location, ids)
    const known = ids.get(checkId)
    if (known !== undefined) return known
    let row = this.#byName.get(checkId, location)
    if (!row) {
      this.#insert.run(checkId, location)
      row = this.#byName.get(checkId, location)
    }
    const id = row?.id ?? 0
    ids.set(checkId, id)
    return id
  }

  /** What was remembered may have been rolled back or deleted. */
  forget(): void {
    this.#ids.clear()
    this.#known.clear()
  }

  /** In the order in which they were first seen. */
  find({ checkId, location }: SeriesQuery): readonly Series[] {
    return this.#byCheck.all(checkId, location ?? null)
  }

  byId(id: number): Series {
    const known = this.#known.get(id) ?? this.#byId.get(id)
    if (!known) throw new Error(`there is no series ${id}`)
    this.#known.set(id, known)
    return known
  }

  /** The first from this number on. */
  from(id: number): Series | undefined {
    return this.#after.get(id)
  }

  /** Those from this number on. */
  *all(id: number): Generator<Series> {
    for (let each = this.from(id); each; each = this.from(each.id + 1)) yield each
  }

  deleteUnused(): void {
    this.#deleteUnused.run()
    this.forget()
  }
}
