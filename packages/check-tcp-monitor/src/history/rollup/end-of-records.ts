import { LEVEL_MS } from '../../core/level.js'
import type { HistoryRecord } from '../../core/store/history-record.js'

/** Up to where rollups must stand before the records are added to them, wall milliseconds; 0 where none is in a rollup. */
export function endOfRecords(records: readonly HistoryRecord[]): number {
  return Math.max(0, ...records.map(endOf))
}

function endOf(record: HistoryRecord): number {
  switch (record.kind) {
    case 'result':
      return record.result.at + LEVEL_MS.minute
    case 'minute':
    case 'hour':
      return record.rollup.at + LEVEL_MS[record.kind]
    case 'incident':
    case 'incident_entry':
      return 0
  }
}
