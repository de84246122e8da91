import type { IncidentPage, IncidentQuery } from '../../../core/store/history-queries.js'
import { incidentRange, toIncidentPage } from '../../pages/incident-pages.js'
import type { IncidentsTable } from '../tables/incidents-table.js'

/** Incidents that were open at some time of the window, those opened last first. */
export function incidentsPage(query: IncidentQuery, table: IncidentsTable): IncidentPage {
  const { limit, after } = incidentRange(query)
  return toIncidentPage(table.find(query, after, limit + 1), limit)
}
