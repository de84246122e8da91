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
    lateness: maybeSeconds(latenessMs),
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
