import { CheckTcpError } from 'check-tcp'
import type { NewOutboxEntry, OutboxEntry } from './alert/outbox.js'
import type { MonitorErrorCode } from './errors/monitor-errors.js'
import type { Level } from './level.js'
import type { StateTimes } from './time/observed-time.js'
import type { Incident, IncidentSubject } from './wire/incident.js'
import type { Observation } from './wire/observation.js'
import type { OneOffMaintenance, PlannedWindow, Silence } from './wire/planned-window.js'
import type { Rollup } from './wire/rollup.js'

export type { OneOffMaintenance, PlannedWindow, Rollup, Silence }

/** One check's state as the verdict machine left it; opaque to the store, which keeps it as JSON. */
export interface StoredState {
  readonly subject: string
  readonly state: unknown
}

/** Everything that belongs together commits together, or not at all. */
export interface Batch {
  readonly observations: readonly Observation[]
  /** Replaces what is stored under the same subject; `state: undefined` deletes it. */
  readonly states?: readonly StoredState[]
  /** Inserted, or replaced by `id`. */
  readonly incidents?: readonly Incident[]
  readonly outbox?: readonly NewOutboxEntry[]
  readonly silences?: readonly Silence[]
  readonly maintenance?: readonly OneOffMaintenance[]
}

/** A delivery's end, written back. */
export type OutboxUpdate =
  | { readonly kind: 'delivered'; readonly seqs: readonly number[]; readonly at: number }
  | {
      readonly kind: 'later'
      readonly seqs: readonly number[]
      readonly notBefore: number
      readonly error: string
    }
  /** Given up; kept among the dead letters. */
  | {
      readonly kind: 'dead'
      readonly seqs: readonly number[]
      readonly at: number
      readonly error: string
    }

/** What a monitor needs to go on where it, or the process before it, stopped. */
export interface Remembered {
  readonly states: readonly StoredState[]
  readonly openIncidents: readonly Incident[]
  readonly silences: readonly Silence[]
  readonly maintenance: readonly OneOffMaintenance[]
  /** Entries that are still to be delivered, by seq. */
  readonly outbox: readonly OutboxEntry[]
}

export interface TimeWindow {
  /** Inclusive, wall milliseconds. */
  readonly from: number
  /** Exclusive. */
  readonly until: number
}

export interface ResultQuery extends Partial<TimeWindow> {
  readonly checkId?: string
  /** Those made last first, whatever times they claim; at most 10,000. @default 100 */
  readonly limit?: number
  /** Go on where the page before ended: what it gave as `next`. */
  readonly cursor?: string
}

/** What is known of one check over a window. Shares are 0 to 1; times milliseconds. */
export interface WindowSummary {
  readonly good: number
  readonly slow: number
  readonly bad: number
  readonly unknown: number
  readonly lost: number
  /** What the window was for the target, as far as it is known; of several locations the sum. */
  readonly time: StateTimes
  /** Of the time that is known: up / (up + down); undefined where nothing is known. Maintenance is left out. */
  readonly uptime: number | undefined
  readonly p50: number | undefined
  readonly p95: number | undefined
  readonly p99: number | undefined
}

export interface IncidentQuery extends Partial<TimeWindow> {
  readonly subject?: IncidentSubject
  readonly subjectId?: string
  readonly open?: boolean
  /** Goes on after this one, the last of the page before. */
  readonly after?: Pick<Incident, 'openedAt' | 'id'>
  /** @default 100 */
  readonly limit?: number
}

/** Milliseconds for which each level is kept. */
export interface Retention {
  readonly rawMs: number
  readonly minuteMs: number
  readonly hourMs: number
  /** Closed incidents and dead letters. */
  readonly incidentMs: number
}

/** One thing that the history knows, as it is exported and imported. */
export type HistoryRecord =
  | { readonly kind: 'result'; readonly result: Observation }
  | { readonly kind: Level; readonly rollup: Rollup }
  | { readonly kind: 'incident'; readonly incident: Incident }

/** Results, minutes and hours that begin in the window, and incidents that were opened in it. */
export interface ExportQuery extends Partial<TimeWindow> {
  /** At most 10,000. @default 1,000 */
  readonly limit?: number
  /** Go on where the page before ended: what it gave as `next`. */
  readonly cursor?: string
}

/** In the order in which they are to be imported: results, minutes, hours, incidents. May be empty and not the last. */
export interface ExportPage {
  readonly records: readonly HistoryRecord[]
  /** Absent on the last page. */
  readonly next?: string
}

/** How many records were added, and how many were there already or are older than what is kept. */
export interface Imported {
  readonly added: number
  readonly present: number
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

/**
 * What the monitor remembers. One contract, so that the same suite runs over every implementation.
 *
 * Every method rejects with `StoreError` where the store cannot serve; nothing is then half done.
 */
export interface Store {
  /** Resolves when the batch is on disk. */
  commit(batch: Batch): Promise<void>
  remembered(): Promise<Remembered>
  /** Entries of a channel that are still to be delivered, by seq: due or not, the oldest first. */
  outboxOf(channel: string, limit: number): Promise<readonly OutboxEntry[]>
  updateOutbox(update: OutboxUpdate): Promise<void>
  deadLetters(limit: number): Promise<readonly OutboxEntry[]>
  results(
    query: ResultQuery,
  ): Promise<{ readonly results: readonly Observation[]; readonly next?: string }>
  rollups(checkId: string, level: Level, window: TimeWindow): Promise<readonly Rollup[]>
  /** Of the whole window, from rollups, and from raw results where no rollup is made yet. */
  summary(checkId: string, window: TimeWindow): Promise<WindowSummary>
  incidents(query: IncidentQuery): Promise<readonly Incident[]>
  incident(id: string): Promise<Incident | undefined>
  exportPage(query: ExportQuery): Promise<ExportPage>
  /** All of the records or none; importing the same again adds nothing. */
  importRecords(records: readonly HistoryRecord[]): Promise<Imported>
  /** Deletes what is older than its retention, in small steps between which commits go on. */
  purge(now: number, retention: Retention): Promise<{ readonly deleted: number }>
  /** A consistent copy while commits go on. */
  backup(path: string): Promise<void>
  health(): Promise<StoreHealth>
  /** Resolves when everything that was given to `commit` is on disk. */
  close(): Promise<void>
}

export type StoreErrorCode = Extract<MonitorErrorCode, `STORE_${string}`>

/** The store cannot serve. Says nothing of any target. */
export class StoreError extends CheckTcpError {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}
