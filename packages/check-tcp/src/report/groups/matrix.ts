import { groupBy } from '../../core/group-by.js'
import { escapeControl } from '../../core/text/escape-control.js'
import { AdviceOnce } from '../human/advice-once.js'
import { causeLines, meaningLines } from '../human/human-check.js'
import { summaryLine } from '../human/summary-line.js'
import { checkResultOf } from '../outcome.js'
import type { Reporter, ReporterOptions } from '../reporter.js'
import { Tally } from '../tally.js'
import { type Color, type Paint, painter } from '../text/colors.js'
import { cutToWidth, padToWidth, textWidth } from '../text/text-width.js'
import { TimeSpan } from '../text/time-span.js'
import { wrapList } from '../text/wrap-list.js'
import { type MatrixEntry, type MatrixRow, matrixRows } from './matrix-rows.js'
import { portTable } from './port-table.js'
import { hostRanges } from './ranges.js'
import { kindOf } from './result-kind.js'

/** Between two columns. */
const GAP = '  '

/** More lines of hosts help nobody. */
const MAX_LIST_LINES = 8

interface Cell {
  readonly text: string
  readonly color: Color
}

/**
 * Hosts by ports as a table, for targets that were written as a block of addresses or a list of ports; where the ports do
 * not fit side by side, or there is one host, ports down the page. Hosts that failed alike share a row.
 */
export function matrixReporter({
  colors,
  columns = 80,
}: Pick<ReporterOptions, 'colors' | 'columns'>): Reporter {
  const paint = painter(colors)
  const tally = new Tally()
  const entries: MatrixEntry[] = []

  return {
    start: () => '',
    add(entry) {
      tally.add(entry)
      const result = checkResultOf(entry)
      if (result) entries.push({ entry, result, kind: kindOf(entry, result) })
      return ''
    },
    end(summary) {
      if (tally.total === 0) return ''
      const lines = [
        ...tableLines(matrixRows(entries), columns, paint),
        ...legendLines(entries, paint),
        summaryLine(tally, summary),
      ]
      return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
    },
  }
}

function tableLines(rows: readonly MatrixRow[], columns: number, paint: Paint): readonly string[] {
  const isOneHost = rows.length === 1 && rows[0]?.hosts.length === 1
  const wide = isOneHost ? undefined : wideTable(rows, columns, paint)
  return (
    wide ?? rows.flatMap((row, at) => [...(at > 0 ? [''] : []), ...portTable(row, columns, paint)])
  )
}

/** Hosts by ports; `undefined` where it does not fit. */
function wideTable(
  rows: readonly MatrixRow[],
  columns: number,
  paint: Paint,
): readonly string[] | undefined {
  const ports = [
    ...new Set(rows.flatMap(({ entries }) => entries.map(({ result }) => result.port))),
  ]
  ports.sort((a, b) => a - b)
  const cells = rows.map((row) => cellsOf(row))
  const widths = ports.map((port) => {
    const texts = cells.map((row) => textWidth(row.get(port)?.text ?? ''))
    return Math.max(String(port).length, ...texts)
  })
  const room = columns - widths.reduce((sum, width) => sum + GAP.length + width, 0)
  const names = rows.map(({ hosts }) => escapeControl(hostRanges(hosts).join(', ')))
  const pieces = names.flatMap((name) => name.split(/(?<=,) /))
  // A host that is cut short could be taken for another one.
  if (Math.max('host'.length, ...pieces.map(textWidth)) > room) return undefined
  const nameWidth = Math.min(room, Math.max(...['host', ...names].map(textWidth)))
  const head = [
    padToWidth('host', nameWidth),
    ...ports.map((port, at) => pad(`${port}`, widths[at])),
  ]
  const lines = cells.flatMap((row, index) => {
    const [first = '', ...more] = wrapList(names[index] ?? '', nameWidth, MAX_LIST_LINES)
    const shown = ports.map((port, at) => {
      const cell = row.get(port)
      return cell ? paint(cell.color, pad(cell.text, widths[at])) : pad('', widths[at])
    })
    return [[padToWidth(first, nameWidth), ...shown].join(GAP), ...more]
  })
  return [paint('dim', head.join(GAP).trimEnd()), ...lines]
}

/** What each port of a row came to; of several hosts the span of their times. */
function cellsOf({ entries }: MatrixRow): ReadonlyMap<number, Cell> {
  const cells = new Map<number, Cell>()
  for (const [port, alike] of groupBy(entries, ({ result }) => result.port)) {
    const [first] = alike
    if (!first) continue
    const times = new TimeSpan()
    for (const { result } of alike) times.add(result.response_time)
    const { result, kind } = first
    const text =
      kind.isGood && kind.isConnected
        ? `${times.text}${result.details.slow ? ' slow' : ''}`
        : kind.short
    cells.set(port, { text, color: kind.isGood ? 'green' : 'red' })
  }
  return cells
}

/** Each kind of failure once: what it means and what to do about it. */
function legendLines(entries: readonly MatrixEntry[], paint: Paint): readonly string[] {
  const advice = new AdviceOnce()
  const kinds = new Map(entries.map((one) => [one.kind.key, one]))
  return [...kinds.values()]
    .filter(({ kind }) => !kind.isGood)
    .flatMap(({ kind, result }) => [
      `${paint('red', '✘')} ${cutToWidth(escapeControl(kind.text), 60)}${kind.note}`,
      ...[
        ...(advice.wasGiven(result) ? [] : meaningLines(result)),
        ...causeLines(result),
        ...advice.lines(result, paint),
      ].map((line) => `    ${line}`),
    ])
}

function pad(text: string, width = 0): string {
  return padToWidth(text, width)
}
