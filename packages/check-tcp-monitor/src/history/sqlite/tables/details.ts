import type { Observation } from '../../../core/wire/observation.js'
import { type Detail, detailJsonOf } from '../../detail-json.js'
import type { Database, Statement } from '../database/open-database.js'

const DAY_MS = 86_400_000

/** More different ones are looked up again. */
const MAX_REMEMBERED = 50_000

const NONE: Detail = {}

interface Row {
  readonly id: number
  readonly day: number
}

/** The whole day in which a time lies. */
export function dayOf(at: number): number {
  return Math.floor(at / DAY_MS)
}

/** Each different detail once, by number; a detail that no kept result has any more is deleted by its last day. */
export class DetailTable {
  readonly #insert: Statement<never>
  readonly #byJson: Statement<Row>
  readonly #byId: Statement<{ readonly json: string }>
  readonly #touch: Statement<never>
  readonly #deleteOld: Statement<never>
  #ids = new Map<string, Row>()
  #known = new Map<number, Detail>()

  constructor(database: Database) {
    this.#insert = database.prepare('INSERT INTO detail (json, last_day) VALUES (?, ?)')
    this.#byJson = database.prepare('SELECT id, last_day AS day FROM detail WHERE json = ?')
    this.#byId = database.prepare('SELECT json FROM detail WHERE id = ?')
    this.#touch = database.prepare('UPDATE detail SET last_day = ? WHERE id = ?')
    this.#deleteOld = database.prepare(
      'DELETE FROM detail WHERE id IN (SELECT id FROM detail WHERE last_day < ? LIMIT ?)',
    )
  }

  /** Only within a transaction, and with `forget` when that fails. */
  idFor(observation: Observation): number | null {
    const json = detailJsonOf(observation)
    if (json === undefined) return null
    const day = dayOf(observation.at)
    let row = this.#ids.get(json) ?? this.#byJson.get(json)
    if (!row) {
      this.#insert.run(json, day)
      row = this.#byJson.get(json) ?? { id: 0, day }
    }
    if (row.day < day) {
      this.#touch.run(day, row.id)
      row = { id: row.id, day }
    }
    if (this.#ids.size >= MAX_REMEMBERED) this.#ids.clear()
    this.#ids.set(json, row)
    return row.id
  }

  byId(id: number | null): Detail {
    if (id === null) return NONE
    let detail = this.#known.get(id)
    if (detail) return detail
    const row = this.#byId.get(id)
    if (!row) throw new Error(`there is no detail ${id}`)
    // Written by `idFor`, so it is a part of an observation.
    detail = JSON.parse(row.json) as Detail
    if (this.#known.size >= MAX_REMEMBERED) this.#known.clear()
    this.#known.set(id, detail)
    return detail
  }

  /** What was remembered may have been rolled back or deleted. */
  forget(): void {
    this.#ids.clear()
    this.#known.clear()
  }

  /** @returns how many, at most `limit` */
  deleteBefore(day: number, limit: number): number {
    const deleted = Number(this.#deleteOld.run(day, limit).changes)
    if (deleted > 0) this.forget()
    return deleted
  }
}
