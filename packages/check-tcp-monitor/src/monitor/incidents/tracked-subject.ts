import { NOT_NOTIFIED, type NotificationState } from '../../core/notification-state.js'
import type { Incident, IncidentSubject } from '../../core/wire/incident.js'

/** Something that incidents happen to: a check, the location, a part of the monitor itself. */
export interface TrackedSubject {
  readonly subject: IncidentSubject
  readonly subjectId: string
  /** From where it is seen. */
  readonly location: string
  /** The open one. */
  incident: Incident | undefined
  notification: NotificationState
}

export function newTrackedSubject(
  subject: IncidentSubject,
  subjectId: string,
  location: string,
): TrackedSubject {
  return { subject, subjectId, location, incident: undefined, notification: NOT_NOTIFIED }
}
