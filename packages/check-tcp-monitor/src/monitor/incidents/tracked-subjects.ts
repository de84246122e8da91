import type { Incident, IncidentSubject } from '../../core/wire/incident.js'
import { newTrackedSubject, type TrackedSubject } from './tracked-subject.js'

/** All subjects that incidents happen to, and which of them have one that is open. */
export class TrackedSubjects {
  readonly #byKey = new Map<string, TrackedSubject>()
  /** Open, and nobody notified yet: suppressed, or nobody is there. Looked at again whenever something changes. */
  readonly #pending = new Set<TrackedSubject>()
  /** Open, and somebody notified. */
  readonly #notified = new Set<TrackedSubject>()

  get(subject: IncidentSubject, subjectId: string, location: string): TrackedSubject {
    const key = keyOf({ subject, subjectId, location })
    let tracked = this.#byKey.get(key)
    if (!tracked) {
      tracked = newTrackedSubject(subject, subjectId, location)
      this.#byKey.set(key, tracked)
    }
    return tracked
  }

  byIncident(id: string): TrackedSubject | undefined {
    for (const tracked of this.#byKey.values()) if (tracked.incident?.id === id) return tracked
    return undefined
  }

  /** Those with an open incident. */
  open(): TrackedSubject[] {
    return [...this.#byKey.values()].filter(({ incident }) => incident)
  }

  openIncidents(): Incident[] {
    return this.open().flatMap(({ incident }) => incident ?? [])
  }

  pending(): readonly TrackedSubject[] {
    return [...this.#pending]
  }

  notified(): readonly TrackedSubject[] {
    return [...this.#notified]
  }

  /** Those whose incident was announced, if only to nobody. */
  *announced(): Generator<TrackedSubject> {
    for (const tracked of [...this.#notified, ...this.#pending]) {
      if (tracked.notification.lastNotifiedVerdict !== undefined) yield tracked
    }
  }

  /** To be called when its incident opens, and when somebody was notified of it. */
  note(tracked: TrackedSubject): void {
    const { notified } = tracked.notification
    const [into, from] = notified
      ? [this.#notified, this.#pending]
      : [this.#pending, this.#notified]
    from.delete(tracked)
    into.add(tracked)
  }

  /** Its incident is closed. @param isGone nothing will be asked of it any more */
  noteClosed(tracked: TrackedSubject, isGone: boolean): void {
    this.#pending.delete(tracked)
    this.#notified.delete(tracked)
    if (isGone) this.#byKey.delete(keyOf(tracked))
  }
}

function keyOf({
  subject,
  subjectId,
  location,
}: Pick<TrackedSubject, 'subject' | 'subjectId' | 'location'>): string {
  return JSON.stringify([subject, subjectId, location])
}
