import type { Explanation } from '../../../explain/explanation.js'
import { painter } from '../../text/colors.js'
import { explanationPath, type PathHop } from './explanation-path.js'
import { wholeExplanationLines } from './human-explanation.js'

/** An explanation for people, and the way to the target for whoever draws it. */
export interface DescribedExplanation {
  /** As `check-tcp explain` prints it, without colours; what cannot be seen is escaped. */
  readonly lines: readonly string[]
  readonly path: readonly PathHop[]
}

/**
 * What `check-tcp explain` prints of an explanation, for programs that show it elsewhere.
 *
 * @example
 * const { lines } = describeExplanation(await explain({ host: 'db.internal', port: 5432 }))
 * console.log(lines.join('\n'))
 */
export function describeExplanation(explanation: Explanation): DescribedExplanation {
  return {
    lines: wholeExplanationLines(explanation, painter(false)),
    path: explanationPath(explanation),
  }
}
