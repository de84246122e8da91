import { groupBy } from '../../../core/group-by.js'
import { escapeControl } from '../../../core/text/escape-control.js'
import type { Explanation, Reason } from '../../../explain/explanation.js'
import type { Paint } from '../../text/colors.js'
import { pathLine } from './path-line.js'
import { PROBE_WORDS } from './probe-words.js'

/** An explanation in lines that stand below a check's: the reasons with what speaks for them, the way there, what was not asked. */
export function explanationLines(explanation: Explanation, paint: Paint): readonly string[] {
  return linesFrom(
    explanation,
    paint,
    explanation.reasons.flatMap((reason, index) => reasonLines(reason, index + 1, paint)),
  )
}

/** An explanation that stands alone: the likeliest reason is its first line, and is said there alone. */
export function wholeExplanationLines(explanation: Explanation, paint: Paint): readonly string[] {
  const [first, ...others] = explanation.reasons
  return [
    verdictLine(explanation, paint),
    ...linesFrom(explanation, paint, [
      ...(first ? evidenceLines(first, paint) : []),
      ...others.flatMap((reason, index) => reasonLines(reason, index + 2, paint)),
    ]),
  ]
}

function linesFrom(
  explanation: Explanation,
  paint: Paint,
  reasons: readonly string[],
): readonly string[] {
  const { not_asked } = explanation
  const path = pathLine(explanation)
  return [
    ...reasons,
    ...(path ? ['Path:', `  ${escapeControl(path)}`] : []),
    ...(not_asked.length > 0 ? ['Not asked:'] : []),
    ...notAskedLines(not_asked).map((line) => paint('dim', `  ${line}`)),
  ]
}

/** One line for all that was not asked for the same reason. */
function notAskedLines(notAsked: Explanation['not_asked']): readonly string[] {
  const groups = groupBy(notAsked, ({ because }) => because)
  return [...groups].map(([because, probes]) => {
    const isEverything = probes.length === Object.keys(PROBE_WORDS).length
    const which = isEverything
      ? 'anything'
      : probes.map(({ probe }) => PROBE_WORDS[probe]).join(', ')
    return `${which}: ${escapeControl(because)}`
  })
}

/** The likeliest reason in a line. */
function verdictLine({ reasons, result }: Explanation, paint: Paint): string {
  const mark = result.connected ? paint('green', '✔') : paint('red', '✘')
  const [first] = reasons
  return first ? `${mark} ${reasonLine(first)}` : mark
}

function reasonLine({ text, fault, confidence }: Reason): string {
  return `${escapeControl(text)} - fault: ${fault}, ${confidence}`
}

function reasonLines(reason: Reason, number: number, paint: Paint): readonly string[] {
  return [`${number}. ${reasonLine(reason)}`, ...evidenceLines(reason, paint)]
}

function evidenceLines(reason: Reason, paint: Paint): readonly string[] {
  return [
    ...reason.evidence.map((fact) => `     ${escapeControl(fact)}`),
    ...reason.next_steps.map((step) => paint('dim', `   $ ${escapeControl(step)}`)),
  ]
}
