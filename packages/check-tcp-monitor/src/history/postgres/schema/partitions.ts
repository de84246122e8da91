import type { Database, Session } from '../connect/database.js'

const DAY_MS = 86_400_000

/** Made so many days before they are needed, so that the commits of midnight wait for nothing. */
const DAYS_AHEAD = 3

/** Days that are so long past get none: their results go to `result_other`. */
const MAX_DAYS_BACK = 1_000

/** Bounds of one day's table. */
interface Day {
  readonly number: number
  readonly table: string
}

/** One table for the results of each day, so that old results go at once and leave nothing to clean up. */
export class Partitions {
  readonly #database: Database
  readonly #known = new Set<number>()

  constructor(database: Database) {
    this.#database = database
  }

  /**
   * Makes the tables for results of some times, and for the days to come. Where that is not possible now, such as beside a
   * long export, results go to `result_other`, and into their table once it is made.
   */
  async prepare(times: readonly number[], now: number): Promise<void> {
    const today = dayOf(now)
    const ahead = Array.from({ length: DAYS_AHEAD + 1 }, (_, more) => today + more)
    const wanted = [...new Set([...times.map(dayOf), ...ahead])].filter(
      (day) => !this.#known.has(day) && day <= today + DAYS_AHEAD && day > today - MAX_DAYS_BACK,
    )
    for (const day of wanted.sort((a, b) => a - b)) {
      const isMade = await this.#make(day).catch(() => false)
      if (isMade) this.#known.add(day)
    }
  }

  /** Drops the tables of days that are over before a time. */
  async dropBefore(time: number): Promise<void> {
    const days = await this.#database.read('cannot purge', readDays)
    for (const { number, table } of days) {
      if ((number + 1) * DAY_MS > time) continue
      this.#known.delete(number)
      await this.#database.write('cannot purge', (session) =>
        session.change(`DROP TABLE IF EXISTS ${table}`),
      )
    }
  }

  async #make(day: number): Promise<boolean> {
    const table = tableOf(day)
    const [from, until] = [day * DAY_MS, (day + 1) * DAY_MS]
    return await this.#database.write('cannot make a table for results', async (session) => {
      const [found] = await session.rows<{ readonly found: string | null }>(
        'SELECT to_regclass($1)::text AS found',
        [table],
      )
      if (found?.found != null) return true
      await session.change(
        `CREATE TABLE ${table} (LIKE result INCLUDING DEFAULTS INCLUDING CONSTRAINTS)`,
      )
      // Nobody adds to them in between: they are in the way of the new bounds.
      await session.change('LOCK TABLE result_other IN ACCESS EXCLUSIVE MODE')
      await session.change(
        `WITH moved AS (DELETE FROM result_other WHERE at >= $1 AND at < $2 RETURNING *) INSERT INTO ${table} SELECT * FROM moved`,
        [from, until],
      )
      await session.change(
        `ALTER TABLE result ATTACH PARTITION ${table} FOR VALUES FROM (${from}) TO (${until})`,
      )
      return true
    })
  }
}

async function readDays(session: Session): Promise<readonly Day[]> {
  const rows = await session.rows<{ readonly table: string }>(
    `SELECT relname AS table FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
      WHERE inhparent = 'result'::regclass ORDER BY relname`,
  )
  return rows.flatMap(({ table }) => {
    const [, year, month, day] = /^result_(\d{4})(\d\d)(\d\d)$/.exec(table) ?? []
    if (day === undefined) return []
    const at = Date.UTC(Number(year), Number(month) - 1, Number(day))
    return [{ number: dayOf(at), table }]
  })
}

function dayOf(at: number): number {
  return Math.floor(at / DAY_MS)
}

function tableOf(day: number): string {
  return `result_${new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')}`
}
