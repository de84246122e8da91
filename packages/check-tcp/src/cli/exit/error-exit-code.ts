import { CheckTcpError } from '../../core/errors/check-tcp-error.js'
import {
  CHECK_TCP_ERRORS,
  type ErrorDescription,
  type ErrorOrigin,
} from '../../core/errors/error-codes.js'
import { EXIT } from './exit-codes.js'
import { usageExitCodeOf } from './usage-exit-code.js'

/** The exit code of an error by its origin; 1 says that a target could not be reached, so no error has it. */
export const EXIT_CODES: Readonly<Record<ErrorOrigin, number>> = {
  input: EXIT.usage,
  machine: EXIT.usage,
  interruption: EXIT.interrupted,
}

const DESCRIPTIONS: Readonly<Record<string, ErrorDescription>> = CHECK_TCP_ERRORS

/** The exit code of a command that an error ended. */
export function errorExitCode(error: unknown, argv: readonly string[]): number {
  if (!(error instanceof CheckTcpError)) {
    // 2 tells a service manager that restarting the monitor would not help.
    return argv[0] === 'monitor' ? EXIT.failed : usageExitCodeOf(argv)
  }
  const code = EXIT_CODES[DESCRIPTIONS[error.code]?.origin ?? 'input']
  return code === EXIT.usage ? usageExitCodeOf(argv) : code
}
