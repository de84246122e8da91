import type { OutboxEntry } from '../alert/outbox.js'
import type { Level } from '../level.js'
import type { StateTimes } from '../time/observed-time.js'
import type { Incident, IncidentSubject } from '../wire/incident.js'
import type { IncidentEntry } from '../wire/incident-entry.js'
import type { Observation } from '../wire/observation.js'
import type { OneOffMaintenance, Silence } from '../wire/planned-window.js'
import type { Rollup } from '../wire/rollup.js'
import type { StoredState } from './commits.js'
import type { ExportPage, ExportQuery } from './history-record.js'
import type { TimeWindow } from './time-window.js'

/** What a monitor needs to go on where it, or the process before it, stopped. */
export interface Remembered {
  readonly states: readonly StoredState[]
  readonly openIncidents: readonly Incident[]
  readonly silences: readonly Silence[]
  readonly maintenance: readonly OneOffMaintenance[]
  /** Entries that are still to be delivered, by seq. */
  readonly outbox: readonly OutboxEntry[]
}

/** A check, as one location sees it. */
export interface SeriesKey {
  readonly checkId: string
  readonly location: string
}

/** A check, as one location sees it or as each of them does. */
export interface SeriesQuery {
  readonly checkId: string
  /** @default all of them */
  readonly location?: string
}

export interface ResultQuery extends Partial<TimeWindow> {
  /** @default results of every check */
  readonly checkId?: string
  /** Of a check, what this location saw. @default what every location saw */
  readonly location?: string
  /** Those made last first, whatever times they claim; at most 10,000. @default 100 */
  readonly limit?: number
  /** Go on where the page before ended: what it gave as `next`. */
  readonly cursor?: string
}

export interface ResultPage {
  readonly results: readonly Observation[]
  /** Absent on the last page. */
  readonly next?: string
}

/** What an hour was for a check, as one location saw it, without its response times. */
export interface HourSums
  extends SeriesKey,
    Pick<Rollup, 'at' | 'good' | 'slow' | 'bad' | 'unknown' | 'lost' | 'time'> {}

/** What one location knows of a check over a window. Shares are 0 to 1; times milliseconds. */
export interface WindowSummary {
  readonly good: number
  readonly slow: number
  readonly bad: number
  readonly unknown: number
  readonly lost: number
  /** What the window was for the target, as far as it is known. */
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
  readonly location?: string
  readonly open?: boolean
  /** Those opened last first; at most 10,000. @default 100 */
  readonly limit?: number
  /** Go on where the page before ended: what it gave as `next`. */
  readonly cursor?: string
}

export interface IncidentPage {
  readonly incidents: readonly Incident[]
  /** Absent on the last page. */
  readonly next?: string
}

/**
 * What was stored, each answer from one moment. Every method rejects with `StoreError` where the store cannot serve, and
 * with `STORE_BAD_CURSOR` for a cursor that no page returned. Cursors are opaque: what is in them differs by database.
 */
export interface HistoryQueries {
  remembered(): Promise<Remembered>
  results(query: ResultQuery): Promise<ResultPage>
  /** Rollups of one location after those of another, each in the order of time. */
  rollups(series: SeriesQuery, level: Level, window: TimeWindow): Promise<readonly Rollup[]>
  /** The hours that begin in a window, of some checks, in no order; a fraction of what rollups weigh. */
  hours(checkIds: readonly string[], window: TimeWindow): Promise<readonly HourSums[]>
  /** Of the whole window, from rollups, and from raw results where no rollup is made yet. */
  summary(series: SeriesKey, window: TimeWindow): Promise<WindowSummary>
  incidents(query: IncidentQuery): Promise<IncidentPage>
  incident(id: string): Promise<Incident | undefined>
  /** What is kept with an incident, by number: at most what `kept-entries.ts` says. */
  incidentEntries(id: string): Promise<readonly IncidentEntry[]>
  exportPage(query: ExportQuery): Promise<ExportPage>
}
