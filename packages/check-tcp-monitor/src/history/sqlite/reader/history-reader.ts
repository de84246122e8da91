import type { OutboxEntry } from '../../../core/alert/outbox.js'
import type { Level } from '../../../core/level.js'
import type {
  ExportPage,
  ExportQuery,
  IncidentQuery,
  Remembered,
  ResultQuery,
  Rollup,
  TimeWindow,
  WindowSummary,
} from '../../../core/store.js'
import type { Incident } from '../../../core/wire/incident.js'
import type { Observation } from '../../../core/wire/observation.js'
import type { Database } from '../database/open-database.js'
import { toStoreError } from '../database/store-failure.js'
import { Transaction } from '../database/transaction.js'
import { ClockRuns } from '../tables/clock-runs.js'
import { type HistoryTables, historyTables } from '../tables/history-tables.js'
import { ResultsTable } from '../tables/results-table.js'
import { RollupsTable } from '../tables/rollups-table.js'
import { SeriesTable } from '../tables/series.js'
import { Watermarks } from '../tables/watermarks.js'
import { exportPage } from './export-page.js'
import { readRollups } from './read-rollups.js'
import { readSummary } from './read-summary.js'
import { resultsPage } from './results-page.js'

/** Answers every question of the contract, each from one moment of the history. Synchronous. */
export class HistoryReader {
  readonly #transaction: Transaction
  readonly series: SeriesTable
  readonly results: ResultsTable
  readonly rollupTables: Readonly<Record<Level, RollupsTable>>
  readonly tables: HistoryTables
  readonly watermarks: Watermarks
  readonly clockRuns: ClockRuns

  constructor(database: Database) {
    this.#transaction = new Transaction(database)
    this.tables = historyTables(database)
    this.series = new SeriesTable(database)
    this.results = new ResultsTable(database, this.series)
    this.rollupTables = {
      minute: new RollupsTable(database, 'minute'),
      hour: new RollupsTable(database, 'hour'),
    }
    this.watermarks = new Watermarks(database)
    this.clockRuns = new ClockRuns(database)
  }

  remembered(): Remembered {
    return this.#read(() => ({
      states: this.tables.states.all(),
      openIncidents: this.tables.incidents.open(),
      silences: this.tables.silences.all(),
      maintenance: this.tables.maintenance.all(),
      outbox: this.tables.outbox.waiting(),
    }))
  }

  outboxOf(channel: string, limit: number): readonly OutboxEntry[] {
    return this.#read(() => this.tables.outbox.of(channel, limit))
  }

  deadLetters(limit: number): readonly OutboxEntry[] {
    return this.#read(() => this.tables.outbox.dead(limit))
  }

  resultsPage(query: ResultQuery): {
    readonly results: readonly Observation[]
    readonly next?: string
  } {
    return this.#read(() => resultsPage(query, this))
  }

  rollups(checkId: string, level: Level, window: TimeWindow): readonly Rollup[] {
    return this.#read(() => readRollups(this.series.ofCheck(checkId), level, window, this.#sources))
  }

  summary(checkId: string, window: TimeWindow): WindowSummary {
    return this.#read(() => readSummary(this.series.ofCheck(checkId), window, this.#sources))
  }

  incidents(query: IncidentQuery): readonly Incident[] {
    return this.#read(() => this.tables.incidents.find(query))
  }

  incident(id: string): Incident | undefined {
    return this.#read(() => this.tables.incidents.byId(id))
  }

  exportPage(query: ExportQuery): ExportPage {
    return this.#read(() => exportPage(query, this))
  }

  get #sources() {
    return { watermarks: this.watermarks, results: this.results, rollups: this.rollupTables }
  }

  #read<T>(work: () => T): T {
    try {
      return this.#transaction.read(work)
    } catch (error) {
      throw toStoreError(error, 'cannot read the history')
    }
  }
}
