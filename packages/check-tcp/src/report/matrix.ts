import { escapeControl } from '../core/escape-control.js'
import type { CheckResult } from '../core/result.js'
import { type Color, painter } from './colors.js'
import { formatDuration } from './duration.js'
import { checkResultOf } from './outcome.js'
import type { ReportEntry, Reporter, ReporterOptions } from './reporter.js'
import { summaryLine } from './summary-line.js'
import { Tally } from './tally.js'

/** Between two columns. */
const GAP = '  '

interface Cell {
  readonly text: string
  readonly color: Color
}

/** Hosts by ports as a table, for targets that were written as a block of addresses or a list of ports. */
export function matrixReporter({ colors }: Pick<ReporterOptions, 'colors'>): Reporter {
  const paint = painter(colors)
  const tally = new Tally()
  const ports = new Set<number>()
  const rows = new Map<string, Map<number, Cell>>()

  function add(entry: ReportEntry): string {
    tally.add(entry)
    const result = checkResultOf(entry)
    if (!result) return ''
    const row = rows.get(result.host) ?? new Map<number, Cell>()
    rows.set(result.host, row.set(result.port, cellOf(result)))
    ports.add(result.port)
    return ''
  }

  function table(): string[] {
    const columns = [...ports].sort((a, b) => a - b)
    const names = [...rows.keys()].map(escapeControl)
    const nameWidth = Math.max(4, ...names.map((name) => name.length))
    const widths = columns.map((port) => {
      const texts = [...rows.values()].map((row) => row.get(port)?.text.length ?? 0)
      return Math.max(String(port).length, ...texts)
    })
    const head = ['host'.padEnd(nameWidth), ...columns.map((port, at) => pad(port, widths[at]))]
    const lines = [...rows].map(([host, row]) => {
      const cells = columns.map((port, at) => {
        const cell = row.get(port)
        return cell ? paint(cell.color, pad(cell.text, widths[at])) : pad('', widths[at])
      })
      return [escapeControl(host).padEnd(nameWidth), ...cells].join(GAP)
    })
    return [paint('dim', head.join(GAP)), ...lines]
  }

  return {
    start: () => '',
    add,
    end(summary) {
      if (tally.total === 0) return ''
      return `${[...table(), summaryLine(tally, summary)].map((line) => line.trimEnd()).join('\n')}\n`
    },
  }
}

function cellOf(result: CheckResult): Cell {
  if (result.status === 'success') {
    const text = result.connected ? formatDuration(result.response_time) : result.details.found
    return { text: text ?? '', color: 'green' }
  }
  return { text: result.details.failure.replaceAll('_', ' '), color: 'red' }
}

function pad(text: string | number, width = 0): string {
  return String(text).padEnd(width)
}
