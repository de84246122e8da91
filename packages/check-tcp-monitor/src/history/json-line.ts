import type { HistoryRecord, Rollup } from '../core/store.js'

/** One record as a line of NDJSON: its `kind`, then its fields; a histogram as pairs of bucket and count. */
export function toJsonLine(record: HistoryRecord): string {
  switch (record.kind) {
    case 'result':
      return `${JSON.stringify({ kind: record.kind, ...record.result })}\n`
    case 'minute':
    case 'hour':
      return `${JSON.stringify({ kind: record.kind, ...withPairs(record.rollup) })}\n`
    case 'incident':
      return `${JSON.stringify({ kind: record.kind, ...record.incident })}\n`
  }
}

function withPairs(rollup: Rollup) {
  return { ...rollup, histogram: [...rollup.histogram].sort(([a], [b]) => a - b) }
}
