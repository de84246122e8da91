import type { TextProblem } from '../text/text-problem.js'
import type { TextLine } from './plain-lines.js'

/** A slip that people make in YAML: what the parser says of it is cryptic, late or nothing. */
export interface TextSlip extends TextProblem {
  /** The offset of its end, on the line where it begins. */
  readonly until: number
  /** The lines that cannot be understood for it; its own and what is indented below where left out. */
  readonly covers?: readonly TextLine[]
  /** Where the text is valid YAML, this is a slip all the same. */
  readonly isCertain?: true
  /** The indentation of the covered lines is lost, so that nothing can be said of what is in them. */
  readonly isLost?: true
}

/** The place of a slip that begins in a column, counted from 0, of a line. */
export function slipAt(line: TextLine, column: number): Pick<TextSlip, 'at' | 'until'> {
  return { at: line.at + column, until: line.at + column + 1 }
}
