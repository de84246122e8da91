import { escapeControl } from '../../core/text/escape-control.js'
import { jsonText } from '../../core/text/json-text.js'
import type { Explanation } from '../../explain/explanation.js'
import { jsonSafe } from '../formats/json-safe.js'
import { checkResultOf, errorOf, outcomeOf } from '../outcome.js'
import type { ReportEntry, Reporter, ReporterOptions } from '../reporter.js'
import { Tally } from '../tally.js'
import { type Paint, painter } from '../text/colors.js'
import { textWidth } from '../text/text-width.js'
import { AdviceOnce } from './advice-once.js'
import { checkLines } from './human-check.js'
import { summaryLine } from './summary-line.js'

/** An explanation in lines. */
type ExplanationLines = (explanation: Explanation, paint: Paint) => readonly string[]

/**
 * What a person wants to know of each check in one line, with hints and advice under it where there are any; advice that
 * was given before only where everything is asked for (`verbose`).
 *
 * @param explain the lines of an explanation, where there may be any
 */
export function humanReporter(
  { kind, colors, columns, verbose = false }: ReporterOptions,
  explain: ExplanationLines = () => [],
): Reporter {
  const paint = painter(colors)
  const tally = new Tally()
  const once = new AdviceOnce()

  return {
    start: () => '',
    add(entry) {
      const outcome = tally.add(entry)
      const mark = outcome === 'succeeded' ? paint('green', '✔') : paint('red', '✘')
      const name = entry.name === undefined ? '' : `${escapeControl(entry.name)}: `
      const result = checkResultOf(entry)
      const [first = '', ...rest] = result
        ? checkLines(result, paint, {
            ...(verbose ? { verbose } : { advice: once }),
            ...(columns === undefined ? {} : { columns: columns - textWidth(`✔ ${name}`) }),
          })
        : [otherResult(entry)]
      const why = entry.explanation ? explain(entry.explanation, paint) : []
      const more = [...rest, ...why].map((line) => `    ${line}`)
      return `${[`${mark} ${name}${first}`, ...more].join('\n')}\n`
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
