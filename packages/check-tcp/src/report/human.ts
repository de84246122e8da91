import { escapeControl } from '../core/escape-control.js'
import { painter } from './colors.js'
import { formatDuration } from './duration.js'
import { checkLines } from './human-check.js'
import { jsonSafe, jsonText } from './json-text.js'
import { checkResultOf, errorOf, outcomeOf } from './outcome.js'
import type { ReportEntry, Reporter, ReporterOptions, ReportSummary } from './reporter.js'
import { Tally } from './tally.js'

/** What a person wants to know of each check in one line, with hints and advice under it where there are any. */
export function humanReporter({ kind, colors }: ReporterOptions): Reporter {
  const paint = painter(colors)
  const tally = new Tally()

  return {
    start: () => '',
    add(entry) {
      const outcome = tally.add(entry)
      const mark = outcome === 'succeeded' ? paint('green', '✔') : paint('red', '✘')
      const name = entry.name === undefined ? '' : `${escapeControl(entry.name)}: `
      const result = checkResultOf(entry)
      const [first = '', ...rest] = result ? checkLines(result, paint) : [otherResult(entry)]
      return `${[`${mark} ${name}${first}`, ...rest.map((line) => `    ${line}`)].join('\n')}\n`
    },
    end(summary) {
      if (kind === 'one' || (tally.total < 2 && !summary.interrupted)) return ''
      return `${summaryLine(tally, summary)}\n`
    },
  }
}

/** The longest piece of another plugin's result that one line shows. */
const LONGEST_SHOWN = 200

function otherResult(entry: ReportEntry): string {
  if (outcomeOf(entry) !== 'succeeded') return escapeControl(errorOf(entry))
  const text = escapeControl(jsonText(jsonSafe(entry.result)))
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text
}

function summaryLine(tally: Tally, { durationMs, interrupted }: ReportSummary): string {
  const { succeeded, failed, denied } = tally.counts
  const parts = [
    `${succeeded} succeeded`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(denied > 0 ? [`${denied} denied by policy`] : []),
  ]
  const duration = durationMs === undefined ? '' : ` in ${formatDuration(durationMs / 1_000)}`
  const checks = tally.total === 1 ? '1 check' : `${tally.total} checks`
  return `${checks}${interrupted ? ', then interrupted' : ''}: ${parts.join(', ')}${duration}`
}
