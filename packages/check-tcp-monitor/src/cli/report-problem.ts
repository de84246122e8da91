import { CheckTcpError } from 'check-tcp'
import { isSystemError } from 'check-tcp/errors'
import { escapeControl } from 'check-tcp/words'
import { errorExitCode } from './error-exit-code.js'
import type { Terminal } from './terminal.js'
import { DEFAULT_CONFIG } from './with-config.js'

/** Who names no config has that of the folder. */
function withHint(message: string): string {
  return message === `${DEFAULT_CONFIG}: does not exist`
    ? `${message}; name the config: check-tcp monitor FILE, or --config FILE behind a command`
    : message
}

/** Says what went wrong in a person's words, and returns the exit code. */
export function reportProblem(error: unknown, terminal: Terminal): number {
  const expected = error instanceof CheckTcpError || isSystemError(error)
  const message = error instanceof Error ? error.message : String(error)
  const text = expected ? withHint(message) : `unexpected error, please report it: ${message}`
  for (const line of text.split('\n')) terminal.err(`check-tcp: ${escapeControl(line)}\n`)
  if (!expected && terminal.env.CHECK_TCP_DEBUG && error instanceof Error) {
    terminal.err(`${error.stack}\n`)
  }
  return errorExitCode(error)
}
