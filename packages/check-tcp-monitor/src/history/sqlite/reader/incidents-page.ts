import type { IncidentPage, IncidentQuery } from '../../../core/store/history-queries.js'
import { badCursor } from '../../../core/store/store-error.js'
import type { IncidentPlace, IncidentsTable } from '../tables/incidents-table.js'

/** @default of `limit` in `IncidentQuery` */
const DEFAULT_LIMIT = 100
const MAX_LIMIT = 10_000

/** Incidents that were open at some time of the window, those opened last first. */
export function incidentsPage(query: IncidentQuery, table: IncidentsTable): IncidentPage {
  const limit = Math.min(Math.max(1, Math.floor(query.limit ?? DEFAULT_LIMIT)), MAX_LIMIT)
  const after = query.cursor === undefined ? undefined : parsePlace(query.cursor)
  const found = table.find(query, after, limit + 1)
  const incidents = found.slice(0, limit)
  const last = incidents.at(-1)
  if (!last || found.length <= limit) return { incidents }
  return { incidents, next: `${Math.floor(last.openedAt)}-${last.id}` }
}

function parsePlace(cursor: string): IncidentPlace {
  const [, openedAt, id] = /^(-?\d{1,16})-(.{1,200})$/.exec(cursor) ?? []
  if (openedAt === undefined || id === undefined) throw badCursor()
  return { openedAt: Number(openedAt), id }
}
