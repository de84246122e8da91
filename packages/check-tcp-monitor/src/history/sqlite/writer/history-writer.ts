import type { Batch } from '../../../core/store/commits.js'
import type { HistoryRecord, Imported } from '../../../core/store/history-record.js'
import type { OutboxUpdate } from '../../../core/store/outbox.js'
import type { SpoolLimits } from '../../../core/store/spool-role.js'
import { isOfOneBatch } from '../../../core/store/store-error.js'
import type { Written } from '../../commit-queue.js'
import type { Database, Statement } from '../database/open-database.js'
import { toStoreError } from '../database/store-failure.js'
import { Transaction } from '../database/transaction.js'
import { type HistoryTables, historyTables } from '../tables/history-tables.js'
import { importInto } from './import-records.js'
import { ResultWriter } from './result-writer.js'

export interface WriterSettings {
  /** What a spool holds. */
  readonly spool?: SpoolLimits | undefined
  /** Results of a span (`result-spans.ts`); tests want few. */
  readonly spanResults?: number
}

interface WriterFacts {
  readonly problem: string | undefined
  readonly stored: number
  readonly commitMs: number
}

/** What SQLite says of its log: pages in it, and those of them that were copied into the database; -1 where there is none. */
interface LogRow {
  readonly log: number
  readonly checkpointed: number
}

/** The one who writes. Synchronous: each call is a transaction, whole or not at all. */
export class HistoryWriter {
  readonly resultWriter: ResultWriter
  readonly tables: HistoryTables
  readonly database: Database
  readonly #transaction: Transaction
  readonly #log: Statement<LogRow>
  #problem: string | undefined
  #stored = 0
  #commitMs = 0

  /** @throws {StoreError} where what is there cannot be read */
  constructor(database: Database, { spool, spanResults }: WriterSettings = {}) {
    this.database = database
    try {
      this.#transaction = new Transaction(database)
      this.#log = database.prepare('PRAGMA wal_checkpoint(NOOP)')
      this.tables = historyTables(database, spool)
      this.resultWriter = new ResultWriter(database, spanResults)
    } catch (error) {
      throw toStoreError(error, 'cannot read the history')
    }
  }

  get facts(): WriterFacts {
    return { problem: this.#problem, stored: this.#stored, commitMs: this.#commitMs }
  }

  /** Pages in the log that are not in the database yet; 0 where that is not known, since what was written is written all the same. */
  get logPages(): number {
    try {
      const { log, checkpointed } = this.#log.get() ?? { log: 0, checkpointed: 0 }
      return log - checkpointed
    } catch {
      return 0
    }
  }

  /** Writes batches as one; where that fails each for itself, so that one bad batch does no harm to the others. */
  writeGroup(batches: readonly Batch[]): readonly Written[] {
    const start = performance.now()
    const failure = this.#tryGroup(batches, true)
    // A disk that is full is so for each of them, and a lock would be waited for again and again.
    const written =
      failure && isOfOneBatch(failure)
        ? batches.map((batch) => this.#tryGroup([batch], false))
        : batches.map(() => failure)
    this.#commitMs = performance.now() - start
    this.#problem = written.find((each) => each !== undefined)?.message
    return written
  }

  updateOutbox(update: OutboxUpdate): void {
    this.transaction('cannot write the outbox', () => {
      this.tables.outbox.update(update)
      if (update.entries) this.tables.entries.addAll(update.entries)
    })
  }

  deleteDeadLetters(seqs: readonly number[]): void {
    this.transaction('cannot write the outbox', () => this.tables.outbox.deleteDead(seqs))
  }

  /** @returns how many were added, and how many were there already */
  importRecords(records: readonly HistoryRecord[]): Imported {
    const { added, present, step } = this.transaction('cannot import', () =>
      importInto(this, records),
    )
    this.resultWriter.stepDone(step)
    return { added, present }
  }

  /** @throws {StoreError}; nothing of the work is then in the database, nor remembered */
  transaction<T>(what: string, work: () => T): T {
    try {
      return this.#transaction.run(work)
    } catch (error) {
      this.resultWriter.forget()
      throw toStoreError(error, what)
    }
  }

  /**
   * A transaction that may be undone when the power goes: what is deleted once more does no harm, and commits that must
   * last do not wait for the disk on its account. Their own sync of the log covers it (sqlite.org/pragma.html#pragma_synchronous).
   *
   * @throws {StoreError}; nothing of the work is then in the database, nor remembered
   */
  deletion<T>(what: string, work: () => T): T {
    this.database.exec('PRAGMA synchronous = NORMAL')
    try {
      return this.transaction(what, work)
    } finally {
      this.database.exec('PRAGMA synchronous = FULL')
    }
  }

  #tryGroup(batches: readonly Batch[], rollUp: boolean): Written {
    try {
      const { pending, count } = this.transaction('cannot store', () =>
        this.#write(batches, rollUp),
      )
      this.resultWriter.done(pending)
      this.#stored += count
      return undefined
    } catch (error) {
      return toStoreError(error, 'cannot store')
    }
  }

  #write(given: readonly Batch[], rollUp: boolean) {
    const { states, incidents, entries, silences, maintenance, outbox } = this.tables
    const { sourceCursors, spool } = this.tables
    const batches = given.filter(({ origin }) => !origin || sourceCursors.advance(origin))
    const observations =
      batches.length === 1 && batches[0]
        ? batches[0].observations
        : batches.flatMap((batch) => batch.observations)
    const step = rollUp ? this.resultWriter.rollUpBeside(observations.length) : undefined
    const relayed = new Set(batches.flatMap((each) => (each.isRelayed ? each.observations : [])))
    const pending = this.resultWriter.write(observations, step, (each) => relayed.has(each))
    for (const batch of batches) {
      for (const state of batch.states ?? []) states.put(state)
      if (batch.incidents) incidents.putAll(batch.incidents)
      if (batch.entries) entries.addAll(batch.entries)
      for (const silence of batch.silences ?? []) silences.put(silence)
      for (const window of batch.maintenance ?? []) maintenance.put(window)
      for (const entry of batch.outbox ?? []) outbox.add(entry)
      if (batch.spool) spool.change(batch.spool, batch.observations)
    }
    return { pending, count: observations.length }
  }
}
