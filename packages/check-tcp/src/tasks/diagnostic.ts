import { escapeControl } from '../core/escape-control.js'

/** One thing wrong with a task file, and where. */
export interface Diagnostic {
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  /** Counted from 1, in UTF-16 code units as editors count. */
  readonly column: number
  /** What is wrong and what is allowed. */
  readonly message: string
}

/** `file:line:column: message`, the form that editors and terminals turn into a link. */
export function formatDiagnostic({ file, line, column, message }: Diagnostic): string {
  return `${escapeControl(file)}:${line}:${column}: ${message}`
}

/** Thrown when task files cannot be used: every problem of every file at once. */
export class TaskFileError extends Error {
  override readonly name = 'TaskFileError'
  readonly code = 'INVALID_TASK_FILE'
  /** By file in the order given, then by position. Never empty. */
  readonly problems: readonly Diagnostic[]

  constructor(problems: readonly Diagnostic[]) {
    super(problems.map(formatDiagnostic).join('\n'))
    this.problems = problems
  }
}
