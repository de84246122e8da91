import type { Batch } from '../../src/core/store/commits.js'
import type { HistoryQueries } from '../../src/core/store/history-queries.js'
import type { Outbox } from '../../src/core/store/outbox.js'
import type { Store } from '../../src/core/store/store.js'
import type { StoreAdmin, StoreHealth } from '../../src/core/store/store-admin.js'
import { StoreError } from '../../src/core/store/store-error.js'
import { CommitQueue } from '../../src/history/commit-queue.js'
import { ClaimedOutbox } from '../../src/history/sqlite/claimed-outbox.js'
import { backupDatabase } from '../../src/history/sqlite/database/backup-database.js'
import { databaseBytes } from '../../src/history/sqlite/database/database-bytes.js'
import type { WriterOptions } from '../../src/history/sqlite/database/open-history.js'
import { HistoryReader, type Reads } from '../../src/history/sqlite/reader/history-reader.js'
import { answerRole, remoteRole } from '../../src/history/sqlite/reader/remote-role.js'
import type {
  HistoryWriter,
  WriterSettings,
} from '../../src/history/sqlite/writer/history-writer.js'
import { type OpenWriter, openWriter } from '../../src/history/sqlite/writer/open-writer.js'
import { runPurge } from '../../src/history/sqlite/writer/run-purge.js'

interface SqliteStoreOptions {
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
  readonly outbox: Outbox
  readonly queries: HistoryQueries
  readonly admin: StoreAdmin
  #isClosed = false
  #busy: Promise<unknown> = Promise.resolve()

  private constructor(directory: string, open: OpenWriter) {
    this.#directory = directory
    this.#open = open
    this.#writer = open.writer
    this.#reader = new HistoryReader(open.writer.database)
    this.#queue = new CommitQueue((batches: readonly Batch[]) => this.#writer.writeGroup(batches))
    const reads = remoteRole<Reads>((name, args) =>
      this.#now(() => answerRole<Reads>(this.#reader, name, args)),
    )
    this.queries = reads
    this.outbox = new ClaimedOutbox(reads, {
      updateOutbox: (update) => this.#now(() => this.#writer.updateOutbox(update)),
      deleteDeadLetters: (seqs) => this.#now(() => this.#writer.deleteDeadLetters(seqs)),
    })
    this.admin = {
      importRecords: (records) => this.#now(() => this.#writer.importRecords(records)),
      purge: (now, retention) =>
        this.#long(() => runPurge(this.#writer, now, retention, () => this.#isClosed)),
      backup: (path) => this.#long(() => backupDatabase(this.#writer.database, path)),
      health: () => this.#now(() => this.#health()),
    }
  }

  /**
   * @param writer what opens the database, and how; tests put faults in between
   * @throws {StoreError} `locked` with who has the directory, `corrupt`, `too_new`, `unwritable`, `disk_full`
   */
  static open(
    { directory }: SqliteStoreOptions,
    writer?: WriterOptions & WriterSettings,
  ): SqliteStore {
    return new SqliteStore(directory, openWriter(directory, writer))
  }

  commit: Store['commit'] = (batch) => this.#queue.add(batch)

  async close(): Promise<void> {
    await this.#queue.close()
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#busy
    this.#open.close()
  }

  #health(): StoreHealth {
    const { problem, stored, commitMs } = this.#writer.facts
    const bytes = databaseBytes(this.#writer.database, this.#directory)
    const common = { bytes, stored, commitMs, waiting: this.#queue.waiting }
    return problem === undefined ? { ok: true, ...common } : { ok: false, problem, ...common }
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
