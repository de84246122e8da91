import type { OutboxEntry } from '../core/alert/outbox.js'
import type {
  ExportPage,
  ExportQuery,
  IncidentQuery,
  Level,
  Remembered,
  ResultQuery,
  Rollup,
  TimeWindow,
  WindowSummary,
} from '../core/store.js'
import type { Incident } from '../core/wire/incident.js'
import type { Observation } from '../core/wire/observation.js'
import { ClockRuns } from './clock-runs.js'
import { exportPage } from './export-page.js'
import { type HistoryTables, historyTables } from './history-tables.js'
import { Marks } from './marks.js'
import type { Database } from './open-database.js'
import { resultsPage } from './results-page.js'
import { ResultsTable } from './results-table.js'
import { rollupsOf } from './rollups-of.js'
import { RollupsTable } from './rollups-table.js'
import { SeriesTable } from './series.js'
import { toStoreError } from './store-failure.js'
import { summaryOf } from './summary.js'
import { Transaction } from './transaction.js'

/** Answers every question of the contract, each from one moment of the history. Synchronous. */
export class HistoryReader {
  readonly #transaction: Transaction
  readonly series: SeriesTable
  readonly results: ResultsTable
  readonly rollupTables: Readonly<Record<Level, RollupsTable>>
  readonly tables: HistoryTables
  readonly marks: Marks
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
    this.marks = new Marks(database)
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
    return this.#read(() => rollupsOf(this.series.ofCheck(checkId), level, window, this.#sources))
  }

  summary(checkId: string, window: TimeWindow): WindowSummary {
    return this.#read(() => summaryOf(this.series.ofCheck(checkId), window, this.#sources))
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
    return { marks: this.marks, results: this.results, rollups: this.rollupTables }
  }

  #read<T>(work: () => T): T {
    try {
      return this.#transaction.read(work)
    } catch (error) {
      throw toStoreError(error, 'cannot read the history')
    }
  }
}
