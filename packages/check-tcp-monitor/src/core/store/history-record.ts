import type { Level } from '../level.js'
import type { Incident } from '../wire/incident.js'
import type { IncidentEntry } from '../wire/incident-entry.js'
import type { Observation } from '../wire/observation.js'
import type { Rollup } from '../wire/rollup.js'
import type { TimeWindow } from './time-window.js'

/** One thing that the history knows, as it is exported and imported. */
export type HistoryRecord =
  | { readonly kind: 'result'; readonly result: Observation }
  | { readonly kind: Level; readonly rollup: Rollup }
  | { readonly kind: 'incident'; readonly incident: Incident }
  | { readonly kind: 'incident_entry'; readonly entry: IncidentEntry }

/** Results, minutes and hours that begin in the window, and incidents that were opened in it with what is kept with them. */
export interface ExportQuery extends Partial<TimeWindow> {
  /** At most 10,000. @default 1,000 */
  readonly limit?: number
  /** Go on where the page before ended: what it gave as `next`. */
  readonly cursor?: string
}

/** In the order in which they are to be imported: results, minutes, hours, incidents, their entries. May be empty and not the last. */
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
