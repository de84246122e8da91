import { escapeControl } from '../../core/text/escape-control.js'
import type { OutputFormat } from '../../report/reporter.js'
import { EXIT } from './exit-codes.js'

/** Codes of nagios plugins have 3 for "could not be checked"; 2 would mean that the target is down. */
const NAGIOS_UNKNOWN = 3

const NAGIOS_OUTPUT = /(^| )(--output[ =]|-o[ =]?)nagios( |$)/

/** The exit code where input cannot be used. */
function usageExitCode(output: OutputFormat | undefined): number {
  return output === 'nagios' ? NAGIOS_UNKNOWN : EXIT.usage
}

/** The same for a command line that could not be read as a whole. */
export function usageExitCodeOf(argv: readonly string[]): number {
  return usageExitCode(asksForNagios(argv) ? 'nagios' : undefined)
}

/**
 * What stands on standard output where input cannot be used: nothing, but for nagios, which reads nothing else and would
 * show "no output".
 *
 * @param message may have several lines, which become one
 */
export function usageOutput(argv: readonly string[], message: string): string {
  if (!asksForNagios(argv)) return ''
  const text = message.trim().split('\n').map(escapeControl).join('; ').replaceAll('|', '/')
  return `TCP UNKNOWN - ${text}\n`
}

function asksForNagios(argv: readonly string[]): boolean {
  return argv[0] === 'nagios' || NAGIOS_OUTPUT.test(argv.join(' '))
}
