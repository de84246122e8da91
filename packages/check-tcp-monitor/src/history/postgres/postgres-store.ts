import { startOf } from '../../core/level.js'
import type { Batch } from '../../core/store/commits.js'
import type { HistoryQueries } from '../../core/store/history-queries.js'
import type { HistoryRecord, Imported } from '../../core/store/history-record.js'
import type { Outbox } from '../../core/store/outbox.js'
import type { Store } from '../../core/store/store.js'
import type { Retention, StoreAdmin, StoreHealth } from '../../core/store/store-admin.js'
import { isOfOneBatch, StoreError } from '../../core/store/store-error.js'
import { CommitQueue, type Written } from '../commit-queue.js'
import { readConnection } from './connect/connection.js'
import { Database, type Session } from './connect/database.js'
import { toStoreError } from './connect/postgres-failure.js'
import { refuseBackup } from './read-only.js'
import { postgresQueries } from './reader/postgres-queries.js'
import { migrate } from './schema/migrate.js'
import { Partitions } from './schema/partitions.js'
import { SharedOutbox } from './shared-outbox.js'
import { readMark } from './tables/mark.js'
import { importInto } from './writer/import-records.js'
import { purge } from './writer/purge.js'
import { rollUpStep } from './writer/roll-up.js'
import { BatchWriter } from './writer/write-batches.js'

/** Results come in the order in which checks end, which is nearly that of their times. */
const LATENESS_MS = 5_000

interface PostgresStoreOptions {
  /** `postgres://USER:PASSWORD@HOST:PORT/DATABASE` */
  readonly url: string
  /** Wall milliseconds, by which the tables of days are made. @default that of this machine */
  readonly now?: () => number
}

/** The history in a PostgreSQL that several hubs may share. */
export class PostgresStore implements Store {
  readonly outbox: Outbox
  readonly queries: HistoryQueries
  readonly admin: StoreAdmin
  readonly #database: Database
  readonly #partitions: Partitions
  readonly #now: () => number
  readonly #writer = new BatchWriter()
  readonly #queue = new CommitQueue((batches) => this.#writeGroup(batches))
  #problem: string | undefined
  #stored = 0
  #commitMs = 0
  #newest = 0
  #isClosed = false
  #long: Promise<unknown> = Promise.resolve()
  #rollingUp: Promise<void> | undefined

  private constructor(database: Database, now: () => number) {
    this.#database = database
    this.#partitions = new Partitions(database)
    this.#now = now
    this.queries = postgresQueries(database)
    this.outbox = new SharedOutbox(database)
    this.admin = {
      importRecords: (records) => this.#import(records),
      purge: (time, retention) => this.#purge(time, retention),
      backup: refuseBackup,
      health: () => this.#health(),
    }
  }

  /**
   * @throws {StoreError} (as a rejection) `STORE_UNREACHABLE` with host, port, user and why, `STORE_TOO_NEW`, `STORE_FAILED` for a
   *   PostgreSQL before 14
   */
  static async open({ url, now = Date.now }: PostgresStoreOptions): Promise<PostgresStore> {
    const database = await Database.open(await readConnection(url))
    try {
      await migrate(database)
      const store = new PostgresStore(database, now)
      await store.#partitions.prepare([], now())
      return store
    } catch (error) {
      await database.close()
      throw error
    }
  }

  commit: Store['commit'] = (batch) => this.#queue.add(batch)

  /** One transaction of what is beside the history. @throws {StoreError} (as a rejection) */
  inTransaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#database.write('cannot use the history', work)
  }

  /** One question of what is beside the history. @throws {StoreError} (as a rejection) */
  ask<T>(question: (session: Session) => Promise<T>): Promise<T> {
    return this.#database.ask('cannot use the history', question)
  }

  async close(): Promise<void> {
    await this.#queue.close()
    this.#isClosed = true
    await this.#long
    await this.#rollingUp
    await this.#database.close()
  }

  /** Writes batches as one; where that fails each for itself, so that one bad batch does no harm to the others. */
  async #writeGroup(batches: readonly Batch[]): Promise<readonly Written[]> {
    const start = performance.now()
    const times = batches.flatMap(({ observations }) => observations.map(({ at }) => at))
    await this.#partitions.prepare(times, this.#now())
    const failure = await this.#tryGroup(batches)
    const written: Written[] = []
    for (const batch of batches) {
      const isOwn = failure !== undefined && isOfOneBatch(failure)
      written.push(isOwn && batches.length > 1 ? await this.#tryGroup([batch]) : failure)
    }
    this.#commitMs = performance.now() - start
    this.#problem = written.find((each) => each !== undefined)?.message
    this.#newest = times.reduce((newest, at) => Math.max(newest, at), 0)
    this.#rollUp()
    return written
  }

  async #tryGroup(batches: readonly Batch[]): Promise<Written> {
    const what = 'cannot store'
    const write = (isAlone: boolean) =>
      this.#database.write(what, (session) =>
        this.#write(() => this.#writer.write(session, batches, isAlone)),
      )
    try {
      const count = await write(this.#writer.mayBeLate(batches))
      const stored = count ?? (await write(true)) ?? 0
      this.#stored += stored
      return undefined
    } catch (error) {
      this.#writer.forget()
      return toStoreError(error, what)
    }
  }

  /** Whatever is tried again begins with what is on disk. */
  async #write<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      this.#writer.forget()
      throw error
    }
  }

  /** Adds whole hours up that are over, beside commits. What is left, such as after a failure, comes after the next commit. */
  #rollUp(): void {
    const bound = startOf('hour', this.#newest - LATENESS_MS)
    if (this.#rollingUp || this.#isClosed || bound <= this.#writer.rolledUntil) return
    this.#rollingUp = this.#rollUpTo(bound)
      .catch(() => {})
      .finally(() => {
        this.#rollingUp = undefined
      })
  }

  async #rollUpTo(bound: number): Promise<void> {
    for (let isDone = false; !isDone && !this.#isClosed; ) {
      isDone = await this.#database.write('cannot roll up', async (session) => {
        const mark = await readMark(session, 'FOR UPDATE')
        return (await rollUpStep(session, mark, bound)) === undefined
      })
    }
  }

  #import(records: readonly HistoryRecord[]): Promise<Imported> {
    return this.#alone(async () => {
      const times = records.flatMap((each) => (each.kind === 'result' ? [each.result.at] : []))
      await this.#partitions.prepare(times, this.#now())
      return await this.#database.write('cannot import', (session) =>
        this.#write(() => importInto(session, this.#writer, records)),
      )
    })
  }

  #purge(now: number, retention: Retention): Promise<{ readonly deleted: number }> {
    return this.#alone(async () => {
      const isStopped = () => this.#isClosed
      const parts = { database: this.#database, partitions: this.#partitions, isStopped }
      return { deleted: await purge(parts, now, retention) }
    })
  }

  /** One at a time; closing waits for its end. */
  async #alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#long.then(() => {
      if (this.#isClosed) throw new StoreError('STORE_CLOSED', 'the history is closed')
      return work()
    })
    this.#long = mine.catch(() => {})
    return await mine
  }

  async #health(): Promise<StoreHealth> {
    const bytes = await this.#database.read('cannot read the history', async (session) => {
      const [row] = await session.rows<{ readonly bytes: number }>(
        'SELECT pg_database_size(current_database()) AS bytes',
      )
      return row?.bytes ?? 0
    })
    const problem = this.#problem
    const facts = { bytes, stored: this.#stored, commitMs: this.#commitMs }
    const common = { ...facts, waiting: this.#queue.waiting }
    return problem === undefined ? { ok: true, ...common } : { ok: false, problem, ...common }
  }
}
