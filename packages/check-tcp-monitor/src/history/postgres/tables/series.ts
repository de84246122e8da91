import type { SeriesQuery } from '../../../core/store/history-queries.js'
import type { Session } from '../connect/database.js'

/** One check as seen from one location: what a row of results or rollups belongs to. */
export interface Series {
  readonly id: number
  readonly checkId: string
  readonly location: string
}

type Name = Omit<Series, 'id'>

const COLUMNS = 'id, check_id AS "checkId", location'

/** The numbers that stand for checks and locations. They are never deleted, so that what a hub remembers of them stays true. */
export class SeriesNumbers {
  readonly #ids = new Map<string, number>()

  /** Has a number for each afterwards; new ones are of the transaction. */
  async learn(session: Session, names: readonly Name[]): Promise<void> {
    const unknown = new Map<string, Name>()
    for (const name of names) if (!this.#ids.has(keyOf(name))) unknown.set(keyOf(name), name)
    if (unknown.size === 0) return
    const values = [...unknown].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, name]) => name)
    const columns = [values.map(({ checkId }) => checkId), values.map(({ location }) => location)]
    await session.change(
      `INSERT INTO series (check_id, location) SELECT * FROM unnest($1::text[], $2::text[])
        ON CONFLICT (check_id, location) DO NOTHING`,
      columns,
    )
    const rows = await session.rows<Series>(
      `SELECT ${COLUMNS} FROM series JOIN unnest($1::text[], $2::text[]) AS wanted (check_id, location)
        USING (check_id, location)`,
      columns,
    )
    for (const row of rows) this.#ids.set(keyOf(row), row.id)
  }

  /** Of one that was learned. */
  idOf(name: Name): number {
    const id = this.#ids.get(keyOf(name))
    if (id === undefined) throw new RangeError(`the series of ${name.checkId} has no number`)
    return id
  }

  /** After a transaction that failed. */
  forget(): void {
    this.#ids.clear()
  }
}

/** In the order in which they were first seen. */
export function findSeries(
  session: Session,
  { checkId, location }: SeriesQuery,
): Promise<readonly Series[]> {
  return session.rows<Series>(
    `SELECT ${COLUMNS} FROM series WHERE check_id = $1 AND ($2::text IS NULL OR location = $2) ORDER BY id`,
    [checkId, location ?? null],
  )
}

/** Those from a number on. */
export function seriesFrom(
  session: Session,
  id: number,
  limit: number,
): Promise<readonly Series[]> {
  return session.rows<Series>(`SELECT ${COLUMNS} FROM series WHERE id >= $1 ORDER BY id LIMIT $2`, [
    id,
    limit,
  ])
}

function keyOf({ checkId, location }: Name): string {
  return JSON.stringify([checkId, location])
}
