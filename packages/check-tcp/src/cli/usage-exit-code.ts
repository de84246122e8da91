import type { OutputFormat } from '../report/reporter.js'
import { EXIT } from './exit-codes.js'

/** Codes of nagios plugins have 3 for "could not be checked"; 2 would mean that the target is down. */
const NAGIOS_UNKNOWN = 3

const NAGIOS_OUTPUT = /(^| )(--output[ =]|-o[ =]?)nagios( |$)/

/** The exit code where input cannot be used. */
export function usageExitCode(output: OutputFormat | undefined): number {
  return output === 'nagios' ? NAGIOS_UNKNOWN : EXIT.usage
}

/** The same for a command line that could not be read as a whole. */
export function usageExitCodeOf(argv: readonly string[]): number {
  return usageExitCode(NAGIOS_OUTPUT.test(argv.join(' ')) ? 'nagios' : undefined)
}
