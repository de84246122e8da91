import { AuditLogError } from '../audit/audit-log-error.js'
import { escapeControl } from '../core/escape-control.js'
import { InvalidParametersError } from '../core/invalid-parameters.js'
import { EngineUnavailableError } from '../engine/create-engine.js'
import { TaskFileError } from '../tasks/diagnostic.js'
import { UnknownPluginError } from '../tasks/registry.js'
import { EXIT } from './exit-codes.js'
import { mendedCommand } from './mended-command.js'
import type { Terminal } from './terminal.js'
import { UsageError } from './usage-error.js'
import { usageExitCodeOf, usageOutput } from './usage-exit-code.js'

const EXPECTED = [
  UsageError,
  InvalidParametersError,
  TaskFileError,
  UnknownPluginError,
  EngineUnavailableError,
  AuditLogError,
]

/** Says what went wrong in a person's words and returns the exit code. */
export async function reportError(
  error: unknown,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const expected = EXPECTED.some((kind) => error instanceof kind)
  const message = error instanceof Error ? error.message : String(error)
  const text = expected
    ? withMend(message, error, argv)
    : `unexpected error, please report it: ${message}`
  const output = usageOutput(argv, text)
  if (output !== '') await terminal.out(output)
  for (const line of text.split('\n')) terminal.err(`check-tcp: ${escapeControl(line)}\n`)
  if (!expected && terminal.env.CHECK_TCP_DEBUG && error instanceof Error) {
    terminal.err(`${error.stack}\n`)
  }
  // 2 tells a service manager that starting the monitor anew would not help.
  if (!expected && argv[0] === 'monitor') return EXIT.failed
  return usageExitCodeOf(argv)
}

/** The command to type stands behind a single problem, and below several. */
function withMend(message: string, error: unknown, argv: readonly string[]): string {
  const mend = error instanceof UsageError ? error.mend : undefined
  const command = mend && mendedCommand(argv, mend)
  if (command === undefined) return message
  return message.includes('\n') ? `${message}\nwrite ${command}` : `${message}; write ${command}`
}
