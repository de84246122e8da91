import type { HistoryQueries } from '../../../core/store/history-queries.js'
import type { Outbox } from '../../../core/store/outbox.js'
import type { SpoolLimits, SpoolRole } from '../../../core/store/spool-role.js'
import type { Store } from '../../../core/store/store.js'
import type { StoreAdmin, StoreHealth } from '../../../core/store/store-admin.js'
import { StoreError } from '../../../core/store/store-error.js'
import { CommitQueue } from '../../commit-queue.js'
import { ClaimedOutbox } from '../claimed-outbox.js'
import type { Place } from '../database/history-place.js'
import type { Reads } from '../reader/history-reader.js'
import type { ReaderMethods } from '../reader/reader-methods.js'
import { remoteRole } from '../reader/remote-role.js'
import { CheckpointThread } from './checkpoint-thread.js'
import type { ReaderData } from './reader-worker.js'
import { fromFailure, WorkerCalls } from './worker-calls.js'
import type { WriterData, WriterMethods } from './writer-worker.js'

/**
 * Pages of the log (4 KiB each) from which on they are copied: a page that changed often until then is written once. Far
 * fewer than those from which on the writer has to see to it (`writer-worker.ts`).
 */
const CHECKPOINT_PAGES = 2_000

export interface ThreadedStoreOptions {
  /** Where the history is; made where there is none. */
  readonly directory: string
  /** What waits for a hub, at most. @default 1 GiB, 7 days */
  readonly spool?: SpoolLimits
}

/**
 * The history behind threads: one writes, one reads, one copies the log into the database now and then, and the caller's waits
 * for none of them.
 */
export class ThreadedStore implements Store {
  readonly #writer: WorkerCalls<WriterMethods>
  readonly #reader: WorkerCalls<ReaderMethods>
  readonly #checkpoints: CheckpointThread
  readonly #queue: CommitQueue
  readonly outbox: Outbox
  readonly queries: HistoryQueries
  readonly admin: StoreAdmin
  /** What waits for a hub. */
  readonly spool: SpoolRole
  /** Resolves, with why, when one of its threads has ended by itself: this store serves no more. Never after `close`. */
  readonly died: Promise<StoreError>
  #closing: Promise<void> | undefined

  private constructor({ directory, spool }: ThreadedStoreOptions) {
    const writer: WriterData = { directory, spool }
    const reader: ReaderData = { directory }
    this.#writer = new WorkerCalls(new URL('./writer-worker.js', import.meta.url), writer)
    this.#reader = new WorkerCalls(new URL('./reader-worker.js', import.meta.url), reader)
    this.#checkpoints = new CheckpointThread({ directory })
    this.died = Promise.race([this.#writer.died, this.#reader.died])
    this.#queue = new CommitQueue(async (batches) => {
      const { written, logPages } = await this.#writer.call('writeGroup', batches)
      if (logPages >= CHECKPOINT_PAGES) this.#checkpoints.run()
      return written.map((failure) => failure && fromFailure(failure))
    })
    const reads = remoteRole<Reads>((name, args) => this.#reads('read', name, args))
    this.queries = reads
    this.spool = reads
    this.outbox = new ClaimedOutbox(reads, {
      updateOutbox: (update) => this.#writes('updateOutbox', update),
      deleteDeadLetters: (seqs) => this.#writes('deleteDeadLetters', seqs),
    })
    this.admin = {
      importRecords: (records) => this.#writes('importRecords', records),
      purge: (now, retention) => this.#writes('purge', now, retention),
      backup: (path) => this.#reads('backup', path),
      health: () => this.#health(),
    }
  }

  /**
   * @throws {StoreError} (as a rejection) `locked` with who has the directory, `corrupt`, `too_new`, `unwritable`,
   *   `disk_full`
   */
  static async open(options: ThreadedStoreOptions): Promise<ThreadedStore> {
    const store = new ThreadedStore(options)
    try {
      await store.#writer.call('open')
      return store
    } catch (error) {
      await store.close()
      throw error
    }
  }

  commit: Store['commit'] = (batch) => this.#queue.add(batch)
  /** Where its file stands now. */
  place = (): Promise<Place> => this.#writes('place')

  /** Takes no commits from now on, with this reason; undefined: takes them again. */
  refuse = (problem: string | undefined): Promise<void> => this.#writes('refuse', problem)

  /**
   * Writes all of the history again where it was opened, from the file that is open and has no name there any more, and
   * goes on with that. Takes long where the history is large.
   *
   * @throws {StoreError} (as a rejection) where it cannot be written there, or another monitor has the folder by now
   */
  async writeAnew(): Promise<void> {
    await this.#writes('copyAnew')
    await this.#reads('release')
    await this.#checkpoints.stop()
    await this.#writes('takeAnew')
    this.#checkpoints.start()
  }

  async #health(): Promise<StoreHealth> {
    const { problem, ...facts } = await this.#writes('facts')
    const common = { ...facts, waiting: this.#queue.waiting }
    return problem === undefined ? { ok: true, ...common } : { ok: false, problem, ...common }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  #writes: WorkerCalls<WriterMethods>['call'] = (name, ...args) =>
    this.#closing ? Promise.reject(closed()) : this.#writer.call(name, ...args)

  #reads: WorkerCalls<ReaderMethods>['call'] = (name, ...args) =>
    this.#closing ? Promise.reject(closed()) : this.#reader.call(name, ...args)

  async #close(): Promise<void> {
    await this.#queue.close()
    await this.#checkpoints.stop()
    for (const worker of [this.#reader, this.#writer]) {
      // A thread that has failed has nothing to close any more.
      await worker.call('close').catch(() => undefined)
      await worker.ended
    }
  }
}

function closed(): StoreError {
  return new StoreError('STORE_CLOSED', 'the history is closed')
}
