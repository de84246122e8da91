import type { HistoryRecord } from '../../core/store/history-record.js'
import type { Store } from '../../core/store/store.js'
import type { TimeWindow } from '../../core/store/time-window.js'
import { CSV_HEAD, toCsvRow } from './csv-row.js'
import { toJsonLine } from './json-line.js'

const EXPORT_FORMATS = ['ndjson', 'csv'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export interface ExportOptions extends Partial<TimeWindow> {
  /** `ndjson` has everything and can be imported; `csv` is for tables, with percentiles instead of histograms. */
  readonly format: ExportFormat
  /** @default all of them */
  readonly kinds?: readonly HistoryRecord['kind'][]
}

/**
 * The history as text, in pieces of many lines, while it goes on being written.
 *
 * @throws {StoreError} (as a rejection) what `exportPage` rejects with
 */
export async function* exportHistory(
  { queries }: Pick<Store, 'queries'>,
  { format, kinds, from, until }: ExportOptions,
): AsyncGenerator<string> {
  const line = format === 'csv' ? toCsvRow : toJsonLine
  if (format === 'csv') yield CSV_HEAD
  const window = {
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
  }
  let cursor: string | undefined
  do {
    const page = await queries.exportPage(cursor === undefined ? window : { ...window, cursor })
    const text = page.records
      .filter(({ kind }) => !kinds || kinds.includes(kind))
      .map(line)
      .join('')
    if (text !== '') yield text
    cursor = page.next
  } while (cursor !== undefined)
}
