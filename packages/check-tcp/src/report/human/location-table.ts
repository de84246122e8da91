import { escapeControl } from '../../core/text/escape-control.js'
import type { CheckResult } from '../../core/wire/result.js'
import type { Paint } from '../text/colors.js'
import { formatDuration } from '../text/duration.js'
import { padToWidth, textWidth } from '../text/text-width.js'

/** What one location says of a target: the result of its check, or why it made none. */
export type LocationRow =
  | { readonly location: string; readonly result: CheckResult }
  | { readonly location: string; readonly because: string }

const GAP = '  '

/** Locations down the page: what came of the check from there, how long that took, and at which address. */
export function locationTable(rows: readonly LocationRow[], paint: Paint): string[] {
  const cells = rows.map(cellsOf)
  const widths = [0, 1, 2].map((at) => Math.max(...cells.map((line) => textWidth(line[at] ?? ''))))
  return rows.map((row, at) => {
    const [name = '', found = '', time = '', rest = ''] = cells[at] ?? []
    const line = [
      padToWidth(name, widths[0] ?? 0),
      padToWidth(found, widths[1] ?? 0),
      padToWidth('', (widths[2] ?? 0) - textWidth(time)) + time,
      rest,
    ]
    return paint(colourOf(row), line.join(GAP).trimEnd())
  })
}

function cellsOf(row: LocationRow): readonly string[] {
  const name = escapeControl(row.location)
  if ('because' in row) return [name, 'cannot tell', '', escapeControl(row.because)]
  const { status, response_time, host, details } = row.result
  const { address, fault } = details
  const rest = address === undefined || address === host ? '' : escapeControl(address)
  // Nothing was sent, so there is nothing to time.
  const time = fault === 'policy' ? '' : formatDuration(response_time)
  if (status === 'success') return [name, successWords(row.result), time, rest]
  return [name, escapeControl(row.result.error), time, rest]
}

function successWords({ connected, details: { found, slow } }: CheckResult): string {
  if (!connected) return `${found ?? 'not open'}, as expected`
  return slow ? 'connected, slow' : 'connected'
}

function colourOf(row: LocationRow): 'green' | 'red' | 'yellow' {
  if ('because' in row) return 'yellow'
  if (row.result.status === 'success') return 'green'
  return row.result.details.fault === 'policy' ? 'yellow' : 'red'
}
