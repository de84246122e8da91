import type { Incident } from '../core/incident.js'
import type { Observation } from '../core/observation.js'
import type { HistoryRecord, Rollup } from '../core/store.js'
import { momentOf, secondsOf } from './line-times.js'

/**
 * One record as a line of NDJSON: its `kind`, then its fields by the names that the HTTP API has for them, with times in
 * RFC 3339 and durations in seconds; a histogram as pairs of bucket and count.
 */
export function toJsonLine(record: HistoryRecord): string {
  return `${JSON.stringify({ kind: record.kind, ...fieldsOf(record) })}\n`
}

function fieldsOf(record: HistoryRecord): object {
  switch (record.kind) {
    case 'result':
      return resultFields(record.result)
    case 'minute':
    case 'hour':
      return rollupFields(record.rollup)
    case 'incident':
      return incidentFields(record.incident)
  }
}

function resultFields(result: Observation) {
  const { checkId, at, responseMs, dnsMs, synRetransmits, latenessMs, ...same } = result
  const { location, outcome, attempts, address, failure, fault, error, code, cause, suspect } = same
  return {
    check: checkId,
    location,
    timestamp: momentOf(at),
    outcome,
    response_time: optional(responseMs, secondsOf),
    dns_time: optional(dnsMs, secondsOf),
    syn_retransmits: synRetransmits,
    address,
    attempts,
    failure,
    fault,
    error,
    code,
    cause,
    suspect,
    lateness: optional(latenessMs, secondsOf),
  }
}

function rollupFields({ checkId, location, at, lost, histogram, failures, ...counts }: Rollup) {
  const { good, slow, bad, unknown } = counts
  return {
    check: checkId,
    location,
    start: momentOf(at),
    good,
    slow,
    bad,
    unknown,
    lost_syns: lost,
    failures,
    histogram: [...histogram].sort(([a], [b]) => a - b),
  }
}

function incidentFields(incident: Incident) {
  const { id, subject, subjectId, verdict, severity, since, openedAt, closedAt } = incident
  const { failure, fault, error, code, closedBecause, acknowledged, suppressedBy } = incident
  return {
    id,
    subject,
    subject_id: subjectId,
    verdict,
    severity,
    since: momentOf(since),
    opened_at: momentOf(openedAt),
    closed_at: optional(closedAt, momentOf),
    closed_because: closedBecause,
    failure,
    fault,
    error,
    code,
    acknowledged: acknowledged && { ...acknowledged, at: momentOf(acknowledged.at) },
    suppressed_by: suppressedBy,
  }
}

/** JSON leaves out what is undefined. */
function optional<T>(value: number | undefined, write: (value: number) => T): T | undefined {
  return value === undefined ? undefined : write(value)
}
