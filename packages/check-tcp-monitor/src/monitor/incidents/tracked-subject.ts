import type { Incident, IncidentSubject } from '../../core/wire/incident.js'
import { NOBODY_TOLD, type Telling } from './notification-state.js'

/** Something that incidents happen to: a check, the location, a part of the monitor itself. */
export interface Matter {
  readonly subject: IncidentSubject
  readonly subjectId: string
  /** The open one. */
  incident: Incident | undefined
  telling: Telling
}

export function newMatter(subject: IncidentSubject, subjectId: string): Matter {
  return { subject, subjectId, incident: undefined, telling: NOBODY_TOLD }
}

/** Under which a matter's telling is stored. */
export function tellingSubjectOf({
  subject,
  subjectId,
}: Pick<Matter, 'subject' | 'subjectId'>): string {
  return `telling:${subject}:${subjectId}`
}

/**
 * Ids of incidents: readable, and unique since a subject has one open incident at a time and two never open within a
 * millisecond and a random number.
 */
export function incidentIdOf(subjectId: string, at: number, random: () => number): string {
  const slug = subjectId
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replace(/^-+|-+$/g, '')
  const salt = Math.floor(random() * 36 ** 4).toString(36)
  return `${slug || 'subject'}-${at.toString(36)}-${salt.padStart(4, '0')}`
}
