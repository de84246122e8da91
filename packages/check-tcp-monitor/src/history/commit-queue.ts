import type { Batch } from '../core/store/commits.js'
import { StoreError } from '../core/store/store-error.js'

/** Results in one transaction: more would make those that come after wait for long. */
const MAX_RESULTS = 2_000

/** Batches in one transaction. */
const MAX_BATCHES = 500

/** More waiting than a disk is behind for a while: the caller is told instead of the memory being filled. */
export const MAX_WAITING = 100_000

/** How one batch of a group came out: nothing where it is on disk. */
export type Written = StoreError | undefined

interface PendingCommit {
  readonly batch: Batch
  resolve(): void
  reject(error: StoreError): void
}

/** Batches that come while others are being written wait together, and share one transaction and one sync. */
export class CommitQueue {
  readonly #writeGroup: (
    batches: readonly Batch[],
  ) => readonly Written[] | Promise<readonly Written[]>
  #pending: PendingCommit[] = []
  #count = 0
  #writing: Promise<void> | undefined
  #isClosed = false

  /** @param writeGroup gives for each batch nothing, or why it was not written; may reject for all of them */
  constructor(
    writeGroup: (batches: readonly Batch[]) => readonly Written[] | Promise<readonly Written[]>,
  ) {
    this.#writeGroup = writeGroup
  }

  /** Batches that are not on disk yet. */
  get waiting(): number {
    return this.#count
  }

  /** @throws {StoreError} (as a rejection) `closed`; `failed` where too many wait; whatever befell the batch */
  add(batch: Batch): Promise<void> {
    if (this.#isClosed)
      return Promise.reject(new StoreError('STORE_CLOSED', 'the history is closed'))
    if (this.#count >= MAX_WAITING) {
      const text = `${MAX_WAITING} batches wait to be stored already`
      return Promise.reject(new StoreError('STORE_FAILED', text))
    }
    this.#count++
    return new Promise((resolve, reject) => {
      this.#pending.push({ batch, resolve, reject })
      this.#writing ??= this.#write()
    })
  }

  /** Resolves when nothing waits any more; nothing is taken from now on. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#writing
  }

  async #write(): Promise<void> {
    // Batches that are given in the same turn come into one transaction.
    await undefined
    while (this.#pending.length > 0) {
      const group = this.#take()
      let written: readonly Written[]
      try {
        written = await this.#writeGroup(group.map(({ batch }) => batch))
      } catch (error) {
        const failure =
          error instanceof StoreError
            ? error
            : new StoreError('STORE_FAILED', 'cannot store', { cause: error })
        written = group.map(() => failure)
      }
      this.#count -= group.length
      for (const [index, { resolve, reject }] of group.entries()) {
        const failure = written[index]
        if (failure === undefined) resolve()
        else reject(failure)
      }
    }
    // In the same step as the last look, so that nothing comes in between and is left lying.
    this.#writing = undefined
  }

  #take(): readonly PendingCommit[] {
    let results = 0
    let count = 0
    for (const { batch } of this.#pending) {
      results += batch.observations.length
      if (count > 0 && (results > MAX_RESULTS || count >= MAX_BATCHES)) break
      count++
    }
    return this.#pending.splice(0, count)
  }
}
