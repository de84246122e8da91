import { count, textLike } from './codec.js'
import { field, type RecordOf } from './field.js'
import { nested } from './record.js'
import { TIMELINE_ENTRY, type TimelineEntry } from './timeline-entry.js'
import { momentOf } from './wire-times.js'

type CellOf = (entry: TimelineEntry) => string | undefined

const CELLS: Readonly<Record<string, CellOf>> = {
  time: ({ at }) => momentOf(at),
  entry: ({ kind }) => kind,
  location: ({ location }) => location,
  verdict: ({ verdict }) => verdict,
  failure: ({ failure }) => failure,
  fault: ({ fault }) => fault,
  error: ({ error, evidence, because }) => error ?? evidence?.reason ?? because,
}

/** The fields of what is kept with an incident, in the order in which JSON has them. */
export const INCIDENT_ENTRY = {
  incidentId: field('incident', textLike(/^[a-z0-9-]{1,128}$/), 'The incident that it is about', {
    csv: 'incident',
  }),
  /** By which it is known; given by the store. Where numbers are missing, entries are no longer kept. */
  number: field('number', count, 'Its number within the incident, ascending', { csv: false }),
  entry: field('entry', nested(TIMELINE_ENTRY), 'What happened', { csv: CELLS }),
} as const

/** One thing that is kept with an incident, as long as that is. */
export interface IncidentEntry extends RecordOf<typeof INCIDENT_ENTRY> {}

/** The same before the store has numbered it. */
export type NewIncidentEntry = Omit<IncidentEntry, 'number'>
