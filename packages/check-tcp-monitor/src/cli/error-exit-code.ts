import { CheckTcpError } from 'check-tcp'
import { CHECK_TCP_ERRORS, type ErrorDescription, type ErrorOrigin } from 'check-tcp/errors'
import { MONITOR_ERRORS } from '../core/errors/monitor-errors.js'
import { EXIT } from './terminal.js'

/** The exit code of an error by its origin: restarting the monitor may help with what the machine refused. */
export const EXIT_CODES: Readonly<Record<ErrorOrigin, number>> = {
  input: EXIT.usage,
  machine: EXIT.failed,
  interruption: EXIT.interrupted,
}

const DESCRIPTIONS: Readonly<Record<string, ErrorDescription>> = {
  ...CHECK_TCP_ERRORS,
  ...MONITOR_ERRORS,
}

/** The exit code of a command of the monitor that an error ended. */
export function errorExitCode(error: unknown): number {
  const code = error instanceof CheckTcpError ? error.code : ''
  return EXIT_CODES[DESCRIPTIONS[code]?.origin ?? 'machine']
}
