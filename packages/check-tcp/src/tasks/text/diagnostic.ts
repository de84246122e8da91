import { CheckTcpError } from '../../core/errors/check-tcp-error.js'
import { escapeControl } from '../../core/text/escape-control.js'
import type { PositionOf } from './text-position.js'
import type { TextProblem } from './text-problem.js'

/** One thing wrong with a task file, and where. */
export interface Diagnostic {
  readonly file: string
  /** Counted from 1; absent where the file as a whole is wrong, such as one that does not exist. */
  readonly line?: number
  /** Counted from 1, in UTF-16 code units as editors count; there where `line` is. */
  readonly column?: number
  /** What is wrong and what is allowed. */
  readonly message: string
}

/** `file:line:column: message`, the form that editors and terminals turn into a link; `file: message` without a place. */
export function formatDiagnostic({ file, line, column, message }: Diagnostic): string {
  const place = line === undefined ? '' : `:${line}:${column}`
  return `${escapeControl(file)}${place}: ${message}`
}

/** Thrown when task files cannot be used: every problem of every file at once. */
export class TaskFileError extends CheckTcpError {
  override readonly name = 'TaskFileError'
  readonly code = 'INVALID_TASK_FILE'
  /** By file in the order given, then by position. Never empty. */
  readonly problems: readonly Diagnostic[]

  constructor(problems: readonly Diagnostic[]) {
    super(problems.map(formatDiagnostic).join('\n'))
    this.problems = problems
  }
}

/** Everything that would have been allowed, at the end of a message. */
const ALLOWED = / \((?:allowed|known): [^()]+\)$/

/**
 * In the order of the text. What several tasks have from the same default or alias is said once, and so is each list of
 * everything that is allowed.
 */
export function diagnosticsOf(
  file: string,
  problems: readonly TextProblem[],
  position: PositionOf,
): readonly Diagnostic[] {
  const said = new Set<string>()
  const isFresh = (text: string) => !said.has(text) && said.add(text).size > 0
  const sorted = [...problems].sort((a, b) => a.at - b.at)
  const fresh = sorted.filter(({ at, message }) => isFresh(`${at} ${message}`))
  return fresh.map(({ at, message, ofFile }) => {
    const [list] = ALLOWED.exec(message) ?? []
    const isKnown = list !== undefined && !isFresh(list)
    const place = ofFile ? {} : position(at)
    return { file, ...place, message: isKnown ? message.slice(0, -list.length) : message }
  })
}
