import { escapeControl } from '../core/escape-control.js'
import type { Explanation, Reason } from '../explain/explanation.js'
import type { Paint } from './colors.js'
import { pathLine } from './path-line.js'

/** An explanation in lines: the verdict, the reasons with what speaks for them, the way there, what was not asked. */
export function explanationLines(explanation: Explanation, paint: Paint): readonly string[] {
  const { reasons, not_asked } = explanation
  const path = pathLine(explanation)
  return [
    ...reasons.flatMap((reason, index) => reasonLines(reason, index + 1, paint)),
    ...(path ? ['Path:', `  ${escapeControl(path)}`] : []),
    ...(not_asked.length > 0 ? ['Not asked:'] : []),
    ...not_asked.map(({ probe, because }) =>
      paint('dim', `  ${probe.replaceAll('_', ' ')}: ${escapeControl(because)}`),
    ),
  ]
}

/** The likeliest reason in a line. */
export function verdictLine({ reasons, result }: Explanation, paint: Paint): string {
  const mark = result.connected ? paint('green', '✔') : paint('red', '✘')
  const [first] = reasons
  return first ? `${mark} ${headline(first)}` : mark
}

function headline({ text, fault, confidence }: Reason): string {
  return `${escapeControl(text)} - fault: ${fault}, ${confidence}`
}

function reasonLines(reason: Reason, number: number, paint: Paint): readonly string[] {
  return [
    `${number}. ${headline(reason)}`,
    ...reason.evidence.map((fact) => `     ${escapeControl(fact)}`),
    ...reason.next_steps.map((step) => paint('dim', `   $ ${escapeControl(step)}`)),
  ]
}
