import { AuditLogError } from 'check-tcp'
import { escapeControl, isSystemError, TaskFileError } from 'check-tcp/config-files'
import { ImportError } from '../config/import/imported.js'
import { StoreError } from '../core/store.js'
import { ImportError as HistoryImportError } from '../history/export/import-history.js'
import { HttpListenError } from '../http/http-listen-error.js'
import { EXIT, type Terminal, UsageError } from './terminal.js'

const BAD_INPUT = [UsageError, TaskFileError, ImportError, HistoryImportError]
const EXPECTED = [...BAD_INPUT, AuditLogError, StoreError, HttpListenError]

/** Says what went wrong in a person's words, and returns the exit code. */
export function reportProblem(error: unknown, terminal: Terminal): number {
  const expected = EXPECTED.some((kind) => error instanceof kind) || isSystemError(error)
  const message = error instanceof Error ? error.message : String(error)
  const text = expected ? message : `unexpected error, please report it: ${message}`
  for (const line of text.split('\n')) terminal.err(`check-tcp: ${escapeControl(line)}\n`)
  if (!expected && terminal.env.CHECK_TCP_DEBUG && error instanceof Error) {
    terminal.err(`${error.stack}\n`)
  }
  return BAD_INPUT.some((kind) => error instanceof kind) ? EXIT.usage : EXIT.failed
}
