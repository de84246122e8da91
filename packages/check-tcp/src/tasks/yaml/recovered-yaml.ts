import type { ParsedNode } from 'yaml'
import type { TextProblem } from '../text/text-problem.js'

/** As much of a YAML text as can be read. */
export interface RecoveredYaml {
  /** `undefined` where nothing can be; what cannot be read is left out of it. */
  readonly root: ParsedNode | null | undefined
  /** Why some of it cannot be read: every fault of its syntax. */
  readonly problems: readonly TextProblem[]
  /** Whether nothing is unread that could be what is missing there. */
  isComplete(at: number, scope: NonNullable<TextProblem['missingFrom']>): boolean
}
