import { countsAsOf } from '../time/counts-as.js'
import type { ObservedTime, StateTimes } from '../time/observed-time.js'
import type { Incident } from './incident.js'
import type { Observation } from './observation.js'

/** Wall milliseconds as RFC 3339 in UTC, with milliseconds. */
export function momentOf(wallMs: number): string {
  return new Date(wallMs).toISOString()
}

/** Milliseconds as seconds, to the microsecond. */
export function secondsOf(ms: number): number {
  return Math.round(ms * 1_000) / 1_000_000
}

/**
 * An observation by the names that it has outside: in the HTTP API and in exports. What is not known is undefined, which
 * JSON leaves out.
 *
 * @param seconds writes milliseconds as seconds, as exactly as is wanted
 */
export function resultFields(observation: Observation, seconds: (ms: number) => number) {
  const { checkId, location, at, outcome, responseMs, dnsMs, latenessMs } = observation
  const { synRetransmits, address, attempts, failure, fault, error, code, cause, suspect } =
    observation
  const { validMs, certificateExpiresAt } = observation
  const maybeSeconds = (ms: number | undefined) => (ms === undefined ? undefined : seconds(ms))
  return {
    check: checkId,
    location,
    timestamp: momentOf(at),
    outcome,
    response_time: maybeSeconds(responseMs),
    dns_time: maybeSeconds(dnsMs),
    syn_retransmits: synRetransmits,
    address,
    attempts,
    failure,
    fault,
    error,
    code,
    cause,
    suspect,
    certificate_expires_at:
      certificateExpiresAt === undefined ? undefined : momentOf(certificateExpiresAt),
    lateness: maybeSeconds(latenessMs),
    counts_as: countsAsOf(observation),
    valid_for: maybeSeconds(validMs),
  }
}

/** What a stretch of time was for a target. */
export function timeFields(time: StateTimes, seconds: (ms: number) => number) {
  const { up, down, unknown, maintenance } = time
  return {
    up: seconds(up),
    down: seconds(down),
    unknown: seconds(unknown),
    maintenance: seconds(maintenance),
  }
}

/** The time from the first result of a minute or hour to the last, as exports have it, so that it can be imported. */
export function observedFields(observed: ObservedTime, seconds: (ms: number) => number) {
  const { firstAt, lastAt, lastCountsAs, lastValidMs, times, unconfirmedMs, decidedAs } = observed
  return {
    first: momentOf(firstAt),
    last: momentOf(lastAt),
    counts_as: lastCountsAs,
    valid_for: seconds(lastValidMs),
    ...timeFields(times, seconds),
    unconfirmed: seconds(unconfirmedMs),
    decided_as: decidedAs,
  }
}

/** An incident by the names that it has outside: in the HTTP API, in exports and in what webhooks and commands get. */
export function incidentFields(incident: Incident) {
  const { id, subject, subjectId, verdict, severity, since, openedAt, closedAt } = incident
  const { failure, fault, error, code, closedBecause, acknowledged } = incident
  return {
    id,
    subject,
    subject_id: subjectId,
    verdict,
    severity,
    since: momentOf(since),
    opened_at: momentOf(openedAt),
    closed_at: closedAt === undefined ? undefined : momentOf(closedAt),
    closed_because: closedBecause,
    failure,
    fault,
    error,
    code,
    acknowledged: acknowledged && { ...acknowledged, at: momentOf(acknowledged.at) },
  }
}
