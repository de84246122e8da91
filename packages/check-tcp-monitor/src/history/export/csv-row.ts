import { quantile } from '../../core/response-time/histogram.js'
import type { HistoryRecord } from '../../core/store/history-record.js'
import { type Cell, duration } from '../../core/wire/codec.js'
import { type Column, columnsOf, mergeColumns } from '../../core/wire/csv-columns.js'
import { computed } from '../../core/wire/field.js'
import { INCIDENT } from '../../core/wire/incident.js'
import { INCIDENT_ENTRY } from '../../core/wire/incident-entry.js'
import { OBSERVATION } from '../../core/wire/observation.js'
import { ROLLUP, type Rollup, UPTIME } from '../../core/wire/rollup.js'

function percentile(share: number) {
  const name = `p${share * 100}`
  const ofRollup = ({ histogram }: Rollup) => quantile(histogram, share)
  return computed(name, duration, ofRollup, 'Within 1 %', { csv: `${name}_ms` })
}

const RESULT_COLUMNS = columnsOf(OBSERVATION)
const ROLLUP_COLUMNS = columnsOf({
  ...ROLLUP,
  uptime: UPTIME,
  ...{ p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99) },
})
const INCIDENT_COLUMNS = columnsOf(INCIDENT)
const ENTRY_COLUMNS = columnsOf(INCIDENT_ENTRY)

const COLUMNS = mergeColumns([RESULT_COLUMNS, ROLLUP_COLUMNS, INCIDENT_COLUMNS, ENTRY_COLUMNS])

/** RFC 4180, section 2: lines end in CRLF. */
const END = '\r\n'

export const CSV_HEAD = `${COLUMNS.join(',')}${END}`

/** What makes each cell behind the first of a kind of record; undefined where it is empty. */
function cellsOf(columns: readonly Column[]) {
  return COLUMNS.slice(1).map((name) => columns.find((column) => column.name === name)?.cellOf)
}

const RESULT_CELLS = cellsOf(RESULT_COLUMNS)
const ROLLUP_CELLS = cellsOf(ROLLUP_COLUMNS)
const INCIDENT_CELLS = cellsOf(INCIDENT_COLUMNS)
const ENTRY_CELLS = cellsOf(ENTRY_COLUMNS)

/** One record as a line of CSV; what a kind does not have is empty. Times are ISO 8601. */
export function toCsvRow(record: HistoryRecord): string {
  switch (record.kind) {
    case 'result':
      return rowOf(record.kind, RESULT_CELLS, record.result)
    case 'minute':
    case 'hour':
      return rowOf(record.kind, ROLLUP_CELLS, record.rollup)
    case 'incident':
      return rowOf(record.kind, INCIDENT_CELLS, record.incident)
    case 'incident_entry':
      return rowOf(record.kind, ENTRY_CELLS, record.entry)
  }
}

function rowOf(kind: string, cells: ReturnType<typeof cellsOf>, record: object): string {
  let row = kind
  for (const cellOf of cells) row += cellOf ? `,${toCell(cellOf(record))}` : ','
  return row + END
}

/**
 * Quoted as RFC 4180 says. A text that a spreadsheet would run as a formula gets an apostrophe before it, since names
 * and error texts may come from whoever is checked (OWASP, CSV injection).
 */
export function toCell(value: Cell): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
