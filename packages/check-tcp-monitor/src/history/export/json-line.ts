import { jsonText } from 'check-tcp/words'
import type { HistoryRecord, Rollup } from '../../core/store.js'
import {
  incidentFields,
  momentOf,
  observedFields,
  resultFields,
  timeFields,
} from '../../core/wire/wire-fields.js'
import { secondsOf } from './line-times.js'

/**
 * One record as a line of NDJSON: its `kind`, then its fields by the names that the HTTP API has for them, with times in
 * RFC 3339 and durations in seconds; a histogram as pairs of bucket and count.
 */
export function toJsonLine(record: HistoryRecord): string {
  return `${jsonText({ kind: record.kind, ...fieldsOf(record) })}\n`
}

function fieldsOf(record: HistoryRecord): object {
  switch (record.kind) {
    case 'result':
      return resultFields(record.result, secondsOf)
    case 'minute':
    case 'hour':
      return rollupFields(record.rollup)
    case 'incident':
      return incidentFields(record.incident)
  }
}

function rollupFields({ checkId, location, at, lost, histogram, failures, ...counts }: Rollup) {
  const { good, slow, bad, unknown, time, observed } = counts
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
    time: timeFields(time, secondsOf),
    observed: observed && observedFields(observed, secondsOf),
    histogram: [...histogram].sort(([a], [b]) => a - b),
  }
}
