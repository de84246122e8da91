import type { IncidentPage, IncidentQuery } from '../../core/store/history-queries.js'
import { badCursor } from '../../core/store/store-error.js'
import type { Incident } from '../../core/wire/incident.js'

/** @default of `limit` in `IncidentQuery` */
const DEFAULT_LIMIT = 100
const MAX_LIMIT = 10_000

/** The order of incidents. */
export type IncidentPlace = Pick<Incident, 'openedAt' | 'id'>

/** What one page is made of. */
interface IncidentRange {
  /** Incidents of the page. */
  readonly limit: number
  /** It begins behind this one. */
  readonly after: IncidentPlace | undefined
}

/** @throws {StoreError} `STORE_BAD_CURSOR` */
export function incidentRange({ limit = DEFAULT_LIMIT, cursor }: IncidentQuery): IncidentRange {
  return {
    limit: Math.min(Math.max(1, Math.floor(limit)), MAX_LIMIT),
    after: cursor === undefined ? undefined : parsePlace(cursor),
  }
}

/** @param found up to one more than a page has, so that it is known whether there is another */
export function toIncidentPage(found: readonly Incident[], limit: number): IncidentPage {
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
