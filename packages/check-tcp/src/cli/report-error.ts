import { InvalidParametersError } from '../core/invalid-parameters.js'
import { TaskFileError } from '../tasks/diagnostic.js'
import { UnknownPluginError } from '../tasks/registry.js'
import { EXIT } from './exit-codes.js'
import type { Terminal } from './terminal.js'
import { UsageError } from './usage-error.js'

/** Codes of nagios plugins have 3 for "could not be checked"; 2 would mean that the target is down. */
const NAGIOS_UNKNOWN = 3

/** Says what went wrong in a person's words and returns the exit code. */
export function reportError(error: unknown, argv: readonly string[], terminal: Terminal): number {
  const expected = [UsageError, InvalidParametersError, TaskFileError, UnknownPluginError].some(
    (kind) => error instanceof kind,
  )
  const message = error instanceof Error ? error.message : String(error)
  for (const line of message.split('\n')) {
    terminal.err(`check-tcp: ${expected ? '' : 'unexpected error, please report it: '}${line}\n`)
  }
  if (!expected && terminal.env.CHECK_TCP_DEBUG && error instanceof Error) {
    terminal.err(`${error.stack}\n`)
  }
  return argv.includes('nagios') || argv.includes('--output=nagios') ? NAGIOS_UNKNOWN : EXIT.usage
}
