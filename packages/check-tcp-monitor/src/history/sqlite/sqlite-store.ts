import { type Batch, type Store, StoreError } from '../../core/store.js'
import { backupDatabase } from './database/backup-database.js'
import { databaseBytes } from './database/database-bytes.js'
import type { WriterOptions } from './database/open-history.js'
import { HistoryReader } from './reader/history-reader.js'
import { CommitQueue } from './threads/commit-queue.js'
import type { HistoryWriter } from './writer/history-writer.js'
import { type OpenWriter, openWriter } from './writer/open-writer.js'
import { runPurge } from './writer/run-purge.js'

export interface SqliteStoreOptions {
  /** Where the history is, made where there is none; `:memory:` for none on disk. */
  readonly directory: string
}

/** The history on the caller's own thread: for simulations and tests, which want no thread in between. */
export class SqliteStore implements Store {
  readonly #directory: string
  readonly #open: OpenWriter
  readonly #writer: HistoryWriter
  readonly #reader: HistoryReader
  readonly #queue: CommitQueue
  #isClosed = false
  #busy: Promise<unknown> = Promise.resolve()

  private constructor(directory: string, open: OpenWriter) {
    this.#directory = directory
    this.#open = open
    this.#writer = open.writer
    this.#reader = new HistoryReader(open.writer.database)
    this.#queue = new CommitQueue((batches: readonly Batch[]) => this.#writer.writeGroup(batches))
  }

  /**
   * @param writer what opens the database, and how; tests put faults in between
   * @throws {StoreError} `locked` with who has the directory, `corrupt`, `too_new`, `unwritable`, `disk_full`
   */
  static open({ directory }: SqliteStoreOptions, writer?: WriterOptions): SqliteStore {
    return new SqliteStore(directory, openWriter(directory, writer))
  }

  commit: Store['commit'] = (batch) => this.#queue.add(batch)
  remembered: Store['remembered'] = () => this.#now(() => this.#reader.remembered())
  outboxOf: Store['outboxOf'] = (channel, limit) =>
    this.#now(() => this.#reader.outboxOf(channel, limit))
  updateOutbox: Store['updateOutbox'] = (update) =>
    this.#now(() => this.#writer.updateOutbox(update))
  deadLetters: Store['deadLetters'] = (limit) => this.#now(() => this.#reader.deadLetters(limit))
  results: Store['results'] = (query) => this.#now(() => this.#reader.resultsPage(query))
  rollups: Store['rollups'] = (checkId, level, window) =>
    this.#now(() => this.#reader.rollups(checkId, level, window))
  summary: Store['summary'] = (checkId, window) =>
    this.#now(() => this.#reader.summary(checkId, window))
  incidents: Store['incidents'] = (query) => this.#now(() => this.#reader.incidents(query))
  incident: Store['incident'] = (id) => this.#now(() => this.#reader.incident(id))
  exportPage: Store['exportPage'] = (query) => this.#now(() => this.#reader.exportPage(query))
  importRecords: Store['importRecords'] = (records) =>
    this.#now(() => this.#writer.importRecords(records))

  purge: Store['purge'] = (now, retention) =>
    this.#long(() => runPurge(this.#writer, now, retention, () => this.#isClosed))

  backup: Store['backup'] = (path) => this.#long(() => backupDatabase(this.#writer.database, path))

  health: Store['health'] = () =>
    this.#now(() => {
      const { problem, stored, commitMs } = this.#writer.facts
      const bytes = databaseBytes(this.#writer.database, this.#directory)
      const common = { bytes, stored, commitMs, waiting: this.#queue.waiting }
      return problem === undefined ? { ok: true, ...common } : { ok: false, problem, ...common }
    })

  async close(): Promise<void> {
    await this.#queue.close()
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#busy
    this.#open.close()
  }

  async #now<T>(work: () => T): Promise<T> {
    if (this.#isClosed) throw new StoreError('STORE_CLOSED', 'the history is closed')
    return work()
  }

  /** One at a time; closing waits for its end. */
  async #long<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#busy
    const mine = before.then(() => this.#now(work))
    this.#busy = mine.catch(() => {})
    return await mine
  }
}
