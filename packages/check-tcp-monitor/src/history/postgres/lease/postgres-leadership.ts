import { randomUUID } from 'node:crypto'
import type { Leader, Leadership } from '../../../core/leadership.js'
import type { Session } from '../connect/database.js'
import { LEASE } from './check-lease.js'

/** Long enough for two heartbeats that are missed, and short enough that another hub leads within 10 s. */
const LASTS_MS = 7_000

/** Does work in one transaction. */
type Transact = <T>(work: (session: Session) => Promise<T>) => Promise<T>

/** Leadership as a row of the database that hubs share. The clock of the database alone says when it is over. */
export class PostgresLeadership implements Leadership {
  readonly lastsMs: number
  readonly #transact: Transact
  readonly #name: string
  /** Tells this process from every other one, also of the same name. */
  readonly #holder = randomUUID()

  /** @param name of this hub, for people */
  constructor(transact: Transact, name: string, lastsMs = LASTS_MS) {
    this.#transact = transact
    this.#name = name
    this.lastsMs = lastsMs
  }

  claim(): Promise<number | undefined> {
    return this.#transact(async (session) => {
      const [taken] = await session.rows<{ readonly token: number }>(
        `INSERT INTO lease (name, holder, hub, token, until)
          VALUES ($1, $2, $3, 1, clock_timestamp() + $4 * interval '1 millisecond')
          ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, hub = excluded.hub,
            token = lease.token + CASE WHEN lease.holder = excluded.holder THEN 0 ELSE 1 END,
            until = clock_timestamp() + $4 * interval '1 millisecond'
          WHERE lease.holder = excluded.holder OR lease.until < clock_timestamp()
          RETURNING token`,
        [LEASE, this.#holder, this.#name, this.lastsMs],
      )
      return taken?.token
    })
  }

  async release(): Promise<void> {
    await this.#transact((session) =>
      session.change(
        "UPDATE lease SET holder = '', until = clock_timestamp() - interval '1 second' WHERE name = $1 AND holder = $2",
        [LEASE, this.#holder],
      ),
    )
  }

  async leader(): Promise<Leader | undefined> {
    return await this.#transact(async (session) => {
      const [leader] = await session.rows<Leader>(
        'SELECT hub AS name, token FROM lease WHERE name = $1 AND until > clock_timestamp()',
        [LEASE],
      )
      return leader
    })
  }
}
