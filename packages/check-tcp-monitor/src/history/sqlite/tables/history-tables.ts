import type { SpoolLimits } from '../../../core/store/spool-role.js'
import type { Database } from '../database/open-database.js'
import { IncidentEntriesTable } from './incident-entries-table.js'
import { IncidentsTable } from './incidents-table.js'
import { OutboxTable } from './outbox-table.js'
import { SourceCursors } from './source-cursors.js'
import { SpoolTable } from './spool-table.js'
import { StatesTable } from './states-table.js'
import { WindowsTable } from './windows-table.js'

/** The tables beside results and rollups. */
export interface HistoryTables {
  readonly states: StatesTable
  readonly incidents: IncidentsTable
  readonly entries: IncidentEntriesTable
  readonly silences: WindowsTable
  readonly maintenance: WindowsTable
  readonly outbox: OutboxTable
  readonly sourceCursors: SourceCursors
  readonly spool: SpoolTable
}

/** @param spool what a spool holds; of concern to the writer alone */
export function historyTables(database: Database, spool?: SpoolLimits): HistoryTables {
  return {
    states: new StatesTable(database),
    incidents: new IncidentsTable(database),
    entries: new IncidentEntriesTable(database),
    silences: new WindowsTable(database, 'silence'),
    maintenance: new WindowsTable(database, 'maintenance'),
    outbox: new OutboxTable(database),
    sourceCursors: new SourceCursors(database),
    spool: new SpoolTable(database, spool),
  }
}
