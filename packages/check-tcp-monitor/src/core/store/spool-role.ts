import type { SpoolPage } from '../link/spool.js'

/** Where a spool stands. */
export interface SpoolState {
  /** A UUID, new with each spool. */
  readonly epoch: string
  /** The number of the next result. */
  readonly next: number
  /** All results before this number are on the hub's disk. */
  readonly received: number
}

/** How much a spool holds; what is beyond is dropped, the oldest first. */
export interface SpoolLimits {
  /** Bytes of results as JSON. */
  readonly bytes: number
  /** Milliseconds. */
  readonly ageMs: number
}

/** What a spool holds where nobody says otherwise. */
export const SPOOL_LIMITS: SpoolLimits = { bytes: 1024 ** 3, ageMs: 7 * 86_400_000 }

/**
 * Results that wait for a hub: those of every batch that says so, written in its transaction. Every method rejects with
 * `StoreError` where the store cannot serve.
 */
export interface SpoolRole {
  spoolState(): Promise<SpoolState>
  /** From the result of this number, or from the oldest that is kept; at most `limit`. */
  spoolPage(from: number, limit: number): Promise<SpoolPage>
}
