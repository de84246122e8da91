import { setTimeout as pause } from 'node:timers/promises'
import type { Pool, PoolClient } from 'pg'
import { StoreError } from '../../../core/store/store-error.js'
import { connectAdvice } from './connect-advice.js'
import { type Connection, type DatabasePlace, placeInWords } from './connection.js'
import { isOfConnection, isPassing, reasonOf, toStoreError } from './postgres-failure.js'

/** For transactions, side by side: one that commits, some that read, one that rolls up or purges. */
const CONNECTIONS = 6

/** Again, where another transaction was in the way. */
const MAX_TRIES = 5

/** For the answer whether a commit whose connection broke is on disk. */
const ASK_FOR_MS = 30_000
const ASK_EVERY_MS = 250

/**
 * In force for each transaction and no longer, so that a pooler between may give its connection to somebody else. A hub that
 * stands still lets go of its locks; what was committed stays, also when the power goes.
 */
const SETTINGS = [
  ...["lock_timeout = '2s'", "statement_timeout = '30s'"],
  ...["idle_in_transaction_session_timeout = '5s'", 'synchronous_commit = on'],
].map((setting) => `SET LOCAL ${setting}`)

const READ_ONLY = ['BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', ...SETTINGS].join('; ')
/** Gives the number of the transaction, in the same round trip. */
const READ_WRITE = ['BEGIN', ...SETTINGS, 'SELECT pg_current_xact_id()::text AS id'].join('; ')

/** One transaction. */
export interface Session {
  rows<T>(sql: string, values?: readonly unknown[]): Promise<readonly T[]>
  /** @returns how many rows were changed */
  change(sql: string, values?: readonly unknown[]): Promise<number>
}

/** A database by its transactions. A connection that breaks is replaced by the next one that is needed. */
export class Database {
  readonly #pool: Pool
  readonly #place: DatabasePlace

  private constructor(pool: Pool, place: DatabasePlace) {
    this.#pool = pool
    this.#place = place
    // Of a connection that nobody uses just now.
    pool.on('error', () => {})
  }

  static async open({ config, place }: Connection): Promise<Database> {
    const { default: pg } = await import('pg')
    return new Database(new pg.Pool({ ...config, max: CONNECTIONS }), place)
  }

  /** What is read is of one moment. @throws {StoreError} */
  read<T>(what: string, work: (session: Session) => Promise<T>): Promise<T> {
    return this.#run(what, READ_ONLY, work)
  }

  /** All of the work is on disk then. @throws {StoreError}; nothing of the work is then in the database */
  write<T>(what: string, work: (session: Session) => Promise<T>): Promise<T> {
    return this.#run(what, READ_WRITE, work)
  }

  /** One question, in one round trip: each statement is a transaction of its own. @throws {StoreError} (as a rejection) */
  async ask<T>(what: string, question: (session: Session) => Promise<T>): Promise<T> {
    try {
      const query: PoolClient['query'] = this.#pool.query.bind(this.#pool)
      return await question(sessionOf({ query }))
    } catch (error) {
      throw toStoreError(error, what)
    }
  }

  async close(): Promise<void> {
    if (!this.#pool.ended && !this.#pool.ending) await this.#pool.end()
  }

  async #run<T>(what: string, begin: string, work: (session: Session) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#once(what, begin, work)
      } catch (error) {
        if (isPassing(error) && tries < MAX_TRIES) continue
        throw toStoreError(error, what)
      }
    }
  }

  async #once<T>(what: string, begin: string, work: (session: Session) => Promise<T>): Promise<T> {
    const client = await this.#connect()
    let broken: Error | undefined
    const onError = (error: Error) => {
      broken = error
    }
    client.on('error', onError)
    try {
      const id = numberIn(await client.query(begin))
      const value = await work(sessionOf(client))
      await this.#commit(client, id, what)
      return value
    } catch (error) {
      if (isOfConnection(error)) broken ??= new Error('the connection failed', { cause: error })
      else {
        await client.query('ROLLBACK').catch((failure: Error) => {
          broken ??= failure
        })
      }
      throw error
    } finally {
      client.off('error', onError)
      client.release(broken)
    }
  }

  /** Where the connection breaks during the commit, it is asked afterwards whether it was made. */
  async #commit(client: PoolClient, id: string | undefined, what: string): Promise<void> {
    try {
      await client.query('COMMIT')
    } catch (error) {
      if (id === undefined || toStoreError(error, what).code !== 'STORE_UNREACHABLE') throw error
      if (!(await this.#isCommitted(id))) throw error
    }
  }

  async #isCommitted(id: string): Promise<boolean> {
    const until = performance.now() + ASK_FOR_MS
    for (;;) {
      try {
        const sql = 'SELECT pg_xact_status($1::text::xid8) AS status'
        const { rows } = await this.#pool.query<{ readonly status: string | null }>(sql, [id])
        if (rows[0]?.status !== 'in progress') return rows[0]?.status === 'committed'
      } catch (error) {
        if (performance.now() > until) throw error
      }
      await pause(ASK_EVERY_MS)
    }
  }

  async #connect(): Promise<PoolClient> {
    try {
      return await this.#pool.connect()
    } catch (error) {
      if (this.#pool.ending) throw new StoreError('STORE_CLOSED', 'the history is closed')
      const text = `cannot connect to ${placeInWords(this.#place)}: ${reasonOf(error)}`
      const known = toStoreError(error, text)
      throw new StoreError(known.code, `${text}; ${connectAdvice(error, this.#place)}`, {
        cause: error,
      })
    }
  }
}

/** Of the transaction that some statements have begun; the driver gives a result for each of them. */
function numberIn(results: unknown): string | undefined {
  const last: unknown = Array.isArray(results) ? results.at(-1) : results
  const { rows } = last as { readonly rows: readonly { readonly id?: string }[] }
  return rows[0]?.id
}

function sessionOf(client: Pick<PoolClient, 'query'>): Session {
  return {
    rows: async <T>(sql: string, values: readonly unknown[] = []) =>
      // The columns are those that the statement names.
      (await client.query(sql, [...values])).rows as readonly T[],
    change: async (sql, values = []) => (await client.query(sql, [...values])).rowCount ?? 0,
  }
}
