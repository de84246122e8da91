import type { Failure, Fault } from 'check-tcp'
import type { Severity, Verdict } from '../verdict.js'

/**
 * What an incident is about: one check; the whole location (it sees nothing, so nothing is known about any target); or the
 * monitor itself (a channel that does not deliver, checks that are overdue). That the store cannot be written is none,
 * since nobody could be told.
 */
export type IncidentSubject = 'check' | 'location' | 'monitor'

/** A time during which its subject was not as it should be. At most one is open for a subject. */
export interface Incident {
  /** Stable from open to close, at most 128 characters of [a-z0-9-]; alert systems know the incident by it. */
  readonly id: string
  readonly subject: IncidentSubject
  /** The check's id, the location's name, or what of the monitor. */
  readonly subjectId: string
  /** `down` or `degraded` of a check; `unknown` of a location or the monitor. May change while it is open. */
  readonly verdict: Verdict
  readonly severity: Severity
  /** When the first observation of it was made, wall milliseconds. */
  readonly since: number
  readonly openedAt: number
  readonly closedAt?: number
  /** Of the observation that decided the verdict. Never part of the identity: one outage can flip between them. */
  readonly failure?: Failure
  readonly fault?: Fault
  readonly error?: string
  readonly code?: string
  /** `up`, `removed` (the check or the channel left the config). */
  readonly closedBecause?: string
  readonly acknowledged?: { readonly at: number; readonly by: string; readonly note?: string }
}
