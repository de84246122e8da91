import { jsonText } from '../../core/text/json-text.js'
import type { CheckResult } from '../../core/wire/result.js'
import { type LocationRow, locationTable } from '../../report/human/location-table.js'
import type { ReportEntry } from '../../report/reporter.js'
import { Tally } from '../../report/tally.js'
import { painter } from '../../report/text/colors.js'
import { ResultPrinter } from '../terminal/result-printer.js'
import { say } from '../terminal/say.js'
import { colorsOn } from '../terminal/terminal.js'
import type { Comparison } from './compare-rows.js'
import { type Order, shown } from './order.js'

/** A table and what follows from it for people, one object in JSON; other formats print a result for each location. */
export async function printRows(
  rows: readonly LocationRow[],
  comparison: Comparison | undefined,
  order: Order,
): Promise<number> {
  const { flags, terminal } = order
  const { output = 'human', slow } = flags
  if (output === 'human') await say(humanText(rows, comparison, order), terminal)
  else if (output === 'json') await terminal.out(jsonOf(rows, comparison, order))
  else {
    const options = { format: output, kind: 'tasks', total: rows.length, slow } as const
    const printer = await ResultPrinter.open(terminal, options)
    for (const [place, row] of rows.entries()) printer.add(entryOf(row), place)
    return await printer.end()
  }
  const tally = new Tally()
  for (const row of rows) {
    const isTooSlow = slow === 'fail' && 'result' in row && row.result.details.slow
    tally.add(isTooSlow ? { ...entryOf(row), succeeded: false } : entryOf(row))
  }
  return tally.exitCode
}

function humanText(
  rows: readonly LocationRow[],
  comparison: Comparison | undefined,
  { target, terminal }: Order,
): string {
  const { sentence, looks = [], first_step: step } = comparison ?? {}
  const lines = [
    shown(target),
    ...locationTable(rows, painter(colorsOn(terminal))),
    ...(sentence === undefined ? [] : ['', sentence]),
    ...looks.map((look) => look.sentence),
    ...(step ? [`first step${step.location ? `, at ${step.location}` : ''}: ${step.text}`] : []),
  ]
  return `${lines.join('\n')}\n`
}

function jsonOf(
  rows: readonly LocationRow[],
  comparison: Comparison | undefined,
  { target: { host, port } }: Order,
): string {
  const locations = rows.map((row) =>
    'result' in row ? row : { location: row.location, error: row.because },
  )
  return `${jsonText({ target: { host, port }, locations, comparison: comparison ?? null }, 2)}\n`
}

/** As a task is reported that is called by the location. */
function entryOf(row: LocationRow): ReportEntry {
  const common = { name: row.location, plugin: 'check_tcp_connection' }
  if ('result' in row) return { ...common, result: row.result satisfies CheckResult }
  return { ...common, result: { status: 'error', error: row.because } }
}
