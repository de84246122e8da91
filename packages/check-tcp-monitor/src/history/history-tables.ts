import { IncidentsTable } from './incidents-table.js'
import type { Database } from './open-database.js'
import { OutboxTable } from './outbox-table.js'
import { SilencesTable } from './silences-table.js'
import { StatesTable } from './states-table.js'

/** The tables beside results and rollups. */
export interface HistoryTables {
  readonly states: StatesTable
  readonly incidents: IncidentsTable
  readonly silences: SilencesTable
  readonly outbox: OutboxTable
}

export function historyTables(database: Database): HistoryTables {
  return {
    states: new StatesTable(database),
    incidents: new IncidentsTable(database),
    silences: new SilencesTable(database),
    outbox: new OutboxTable(database),
  }
}
