import type { OutboxEntry } from '../../../core/alert/outbox.js'
import type { Level } from '../../../core/level.js'
import type { SpoolPage } from '../../../core/link/spool.js'
import type {
  HistoryQueries,
  HourSums,
  IncidentPage,
  IncidentQuery,
  Remembered,
  ResultPage,
  ResultQuery,
  SeriesKey,
  SeriesQuery,
  WindowSummary,
} from '../../../core/store/history-queries.js'
import type { ExportPage, ExportQuery } from '../../../core/store/history-record.js'
import type { SpoolRole, SpoolState } from '../../../core/store/spool-role.js'
import type { TimeWindow } from '../../../core/store/time-window.js'
import type { Incident } from '../../../core/wire/incident.js'
import type { IncidentEntry } from '../../../core/wire/incident-entry.js'
import type { Rollup } from '../../../core/wire/rollup.js'
import { toHourSums } from '../../rollup/hour-sums.js'
import type { OutboxReads } from '../claimed-outbox.js'
import type { Database } from '../database/open-database.js'
import { toStoreError } from '../database/store-failure.js'
import { Transaction } from '../database/transaction.js'
import { ClockRuns } from '../tables/clock-runs.js'
import { historyTables } from '../tables/history-tables.js'
import { ResultsTable } from '../tables/results-table.js'
import { RollupsTable } from '../tables/rollups-table.js'
import { SeriesTable } from '../tables/series.js'
import { Watermarks } from '../tables/watermarks.js'
import { exportPage } from './export-page.js'
import { incidentsPage } from './incidents-page.js'
import { readRollups } from './read-rollups.js'
import { readSummary } from './read-summary.js'
import type { Synchronous } from './remote-role.js'
import { resultsPage } from './results-page.js'

/** What can be read beside the writer. */
export type Reads = HistoryQueries & OutboxReads & SpoolRole

/** Answers every question of the contract, each from one moment of the history. Synchronous. */
export class HistoryReader implements Synchronous<Reads> {
  readonly #transaction: Transaction
  readonly #sources: ReturnType<typeof sourcesOf>

  constructor(database: Database) {
    this.#transaction = new Transaction(database)
    this.#sources = sourcesOf(database)
  }

  spoolState(): SpoolState {
    return this.#read(() => this.#sources.tables.spool.state())
  }

  spoolPage(from: number, limit: number): SpoolPage {
    return this.#read(() => this.#sources.tables.spool.page(from, limit))
  }

  remembered(): Remembered {
    const { states, incidents, silences, maintenance, outbox } = this.#sources.tables
    return this.#read(() => ({
      states: states.all(),
      openIncidents: incidents.open(),
      silences: silences.all(),
      maintenance: maintenance.all(),
      outbox: outbox.waiting(),
    }))
  }

  outboxOf(channel: string, limit: number): readonly OutboxEntry[] {
    return this.#read(() => this.#sources.tables.outbox.of(channel, limit))
  }

  deadLetters(limit: number): readonly OutboxEntry[] {
    return this.#read(() => this.#sources.tables.outbox.dead(limit))
  }

  results(query: ResultQuery): ResultPage {
    return this.#read(() => resultsPage(query, this.#sources))
  }

  rollups(query: SeriesQuery, level: Level, window: TimeWindow): readonly Rollup[] {
    const { series } = this.#sources
    return this.#read(() => readRollups(series.find(query), level, window, this.#sources))
  }

  hours(checkIds: readonly string[], window: TimeWindow): readonly HourSums[] {
    const { series } = this.#sources
    return this.#read(() =>
      checkIds.flatMap((checkId) =>
        readRollups(series.find({ checkId }), 'hour', window, this.#sources).map(toHourSums),
      ),
    )
  }

  summary(key: SeriesKey, window: TimeWindow): WindowSummary {
    const { series } = this.#sources
    return this.#read(() => readSummary(series.find(key)[0], window, this.#sources))
  }

  incidents(query: IncidentQuery): IncidentPage {
    return this.#read(() => incidentsPage(query, this.#sources.tables.incidents))
  }

  incident(id: string): Incident | undefined {
    return this.#read(() => this.#sources.tables.incidents.byId(id))
  }

  incidentEntries(id: string): readonly IncidentEntry[] {
    return this.#read(() => this.#sources.tables.entries.of(id))
  }

  exportPage(query: ExportQuery): ExportPage {
    return this.#read(() => exportPage(query, this.#sources))
  }

  #read<T>(work: () => T): T {
    try {
      return this.#transaction.read(work)
    } catch (error) {
      throw toStoreError(error, 'cannot read the history')
    }
  }
}

function sourcesOf(database: Database) {
  const series = new SeriesTable(database)
  return {
    series,
    tables: historyTables(database),
    results: new ResultsTable(database, series),
    rollups: {
      minute: new RollupsTable(database, 'minute'),
      hour: new RollupsTable(database, 'hour'),
    },
    watermarks: new Watermarks(database),
    clockRuns: new ClockRuns(database),
  }
}
