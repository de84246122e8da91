import { SEVERITIES, VERDICTS } from '../verdict.js'
import { boolean, failure, fault, name, oneOf, text, textLike, wallTime } from './codec.js'
import { field, maybe, type RecordOf } from './field.js'
import { listOf, nested } from './record.js'

/**
 * What an incident is about: one check; the whole location (it is isolated, so nothing is known about any target); or the
 * monitor itself (a channel that does not deliver, checks that are overdue). That the store cannot be written is none,
 * since nobody could be notified.
 */
const INCIDENT_SUBJECTS = ['check', 'location', 'monitor'] as const
export type IncidentSubject = (typeof INCIDENT_SUBJECTS)[number]

/** A column that the subject's id has where the subject is of a kind. */
const ofSubject = (kind: IncidentSubject) => {
  return (id: string, { subject }: { readonly subject: IncidentSubject }) =>
    subject === kind ? id : undefined
}

const ACKNOWLEDGEMENT = {
  at: field('at', wallTime, 'When somebody has seen it'),
  by: field('by', text, 'Who'),
  note: maybe('note', text, 'What they had to say'),
} as const

const NOTE = {
  at: field('at', wallTime, 'When it was written'),
  by: field('by', text, 'By whom'),
  text: field('text', text, 'What they had to say'),
  public: field('public', boolean, 'Whether status pages show it'),
} as const

/** What somebody wrote about an incident. */
export interface IncidentNote extends RecordOf<typeof NOTE> {}

/** More than the API ever lets anybody write. */
const MAX_NOTES = 1_000

/** The fields of an incident, in the order in which JSON has them. */
export const INCIDENT = {
  /** Stable from open to close; alert systems know the incident by it. */
  id: field(
    'id',
    textLike(/^[a-z0-9-]{1,128}$/),
    'Stable from open to close; at most 128 characters of [a-z0-9-]',
    { csv: 'incident' },
  ),
  subject: field('subject', oneOf(INCIDENT_SUBJECTS), 'What it is about'),
  subjectId: field('subject_id', name, 'The check, the location, or what of the monitor', {
    csv: { check: ofSubject('check') },
  }),
  location: field('location', name, 'From where it was seen', {
    csv: {
      location: (location, { subject, subjectId }) =>
        subject === 'location' ? subjectId : location,
    },
    missing: () => 'unknown',
  }),
  /** `down` or `degraded` of a check; `unknown` of a location or the monitor. */
  verdict: field('verdict', oneOf(VERDICTS), 'May change while it is open'),
  severity: field('severity', oneOf(SEVERITIES), 'How bad it is'),
  since: field('since', wallTime, 'Of the first observation of it'),
  openedAt: field('opened_at', wallTime, 'When it was opened', { csv: 'time' }),
  closedAt: maybe('closed_at', wallTime, 'When it was closed; absent while it is open', {
    csv: 'closed',
  }),
  /** `up`, `removed` (the check or the channel left the config). */
  closedBecause: maybe('closed_because', text, 'Why it was closed, such as up or removed'),
  /** Never part of the identity: one outage can flip between them. */
  failure: maybe('failure', failure, 'Of the observation that decided the verdict'),
  fault: maybe('fault', fault, 'Whose fault it is'),
  error: maybe('error', text, 'The failure in words'),
  code: maybe('code', text, "The system's code"),
  acknowledged: maybe('acknowledged', nested(ACKNOWLEDGEMENT), 'That somebody has seen it', {
    csv: false,
  }),
  notes: maybe('notes', listOf(nested(NOTE), MAX_NOTES), 'What people wrote, oldest first', {
    csv: false,
  }),
} as const

/** A time during which its subject was not as it should be. At most one is open for a subject, seen from one location. */
export interface Incident extends RecordOf<typeof INCIDENT> {}
