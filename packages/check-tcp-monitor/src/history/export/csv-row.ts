import type { HistoryRecord, Rollup } from '../../core/store.js'
import { countsAsOf } from '../../core/time/counts-as.js'
import type { Incident } from '../../core/wire/incident.js'
import type { Observation } from '../../core/wire/observation.js'
import { toSummary } from '../rollup/summary.js'
import { secondsOf } from './line-times.js'

const COLUMNS = [
  'kind',
  'time',
  'check',
  'location',
  'outcome',
  'response_ms',
  'dns_ms',
  'attempts',
  'syn_retransmits',
  'address',
  'failure',
  'fault',
  'error',
  'code',
  'cause',
  'suspect',
  'lateness_ms',
  'counts_as',
  'certificate_expires',
  'good',
  'slow',
  'bad',
  'unknown',
  'up_s',
  'down_s',
  'unknown_s',
  'maintenance_s',
  'uptime',
  'p50_ms',
  'p95_ms',
  'p99_ms',
  'incident',
  'subject',
  'verdict',
  'severity',
  'since',
  'closed',
  'closed_because',
] as const

type Cells = Partial<Record<(typeof COLUMNS)[number], string | number | undefined>>

/** RFC 4180, section 2: lines end in CRLF. */
const END = '\r\n'

export const CSV_HEAD = `${COLUMNS.join(',')}${END}`

/** One record as a line of CSV; what a kind does not have is empty. Times are ISO 8601. */
export function toCsvRow(record: HistoryRecord): string {
  const cells = cellsOf(record)
  return `${COLUMNS.map((column) => toCell(cells[column])).join(',')}${END}`
}

/**
 * Quoted as RFC 4180 says. A text that a spreadsheet would run as a formula gets an apostrophe before it, since names
 * and error texts may come from whoever is checked (OWASP, CSV injection).
 */
export function toCell(value: string | number | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function cellsOf(record: HistoryRecord): Cells {
  switch (record.kind) {
    case 'result':
      return { kind: record.kind, ...resultCells(record.result) }
    case 'minute':
    case 'hour':
      return { kind: record.kind, ...rollupCells(record.rollup) }
    case 'incident':
      return { kind: record.kind, ...incidentCells(record.incident) }
  }
}

function resultCells(result: Observation): Cells {
  return {
    time: iso(result.at),
    check: result.checkId,
    location: result.location,
    outcome: result.outcome,
    response_ms: result.responseMs,
    dns_ms: result.dnsMs,
    attempts: result.attempts,
    syn_retransmits: result.synRetransmits,
    address: result.address,
    failure: result.failure,
    fault: result.fault,
    error: result.error,
    code: result.code,
    cause: result.cause,
    suspect: result.suspect ? 'true' : undefined,
    lateness_ms: result.latenessMs,
    counts_as: countsAsOf(result),
    certificate_expires:
      result.certificateExpiresAt === undefined ? undefined : iso(result.certificateExpiresAt),
  }
}

function rollupCells(rollup: Rollup): Cells {
  const { good, slow, bad, unknown, uptime, p50, p95, p99 } = toSummary(rollup, rollup.time)
  const { time } = rollup
  return {
    time: iso(rollup.at),
    check: rollup.checkId,
    location: rollup.location,
    syn_retransmits: rollup.lost,
    good,
    slow,
    bad,
    unknown,
    up_s: secondsOf(time.up),
    down_s: secondsOf(time.down),
    unknown_s: secondsOf(time.unknown),
    maintenance_s: secondsOf(time.maintenance),
    uptime,
    p50_ms: p50,
    p95_ms: p95,
    p99_ms: p99,
  }
}

function incidentCells(incident: Incident): Cells {
  return {
    time: iso(incident.openedAt),
    check: incident.subject === 'check' ? incident.subjectId : undefined,
    location: incident.subject === 'location' ? incident.subjectId : undefined,
    failure: incident.failure,
    fault: incident.fault,
    error: incident.error,
    code: incident.code,
    incident: incident.id,
    subject: incident.subject,
    verdict: incident.verdict,
    severity: incident.severity,
    since: iso(incident.since),
    closed: incident.closedAt === undefined ? undefined : iso(incident.closedAt),
    closed_because: incident.closedBecause,
  }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
