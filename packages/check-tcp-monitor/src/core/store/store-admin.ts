import type { HistoryRecord, Imported } from './history-record.js'

/** Milliseconds for which each level is kept. */
export interface Retention {
  readonly rawMs: number
  readonly minuteMs: number
  readonly hourMs: number
  /** Closed incidents, with what is kept with them, and dead letters. */
  readonly incidentMs: number
}

export interface StoreHealth {
  readonly ok: boolean
  /** Why not, in words for people. */
  readonly problem?: string
  readonly bytes: number
  /** Observations stored since the store was opened. */
  readonly stored: number
  /** Milliseconds that the newest commit took. */
  readonly commitMs: number
  /** Batches that were given to `commit` and are not on disk yet. */
  readonly waiting: number
}

/** Looks after what is stored. Every method rejects with `StoreError` where the store cannot serve. */
export interface StoreAdmin {
  /** All of the records or none; importing the same again adds nothing. */
  importRecords(records: readonly HistoryRecord[]): Promise<Imported>
  /** Deletes what is older than its retention, in small steps between which commits go on. */
  purge(now: number, retention: Retention): Promise<{ readonly deleted: number }>
  /** A consistent copy in a file while commits go on. What stands at `path` is replaced by a whole copy only. */
  backup(path: string): Promise<void>
  health(): Promise<StoreHealth>
}
