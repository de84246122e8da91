import { checkTargets } from './check-command.js'
import { EXIT } from './exit-codes.js'
import { processTerminal, type Terminal } from './terminal.js'

/** The words that name a command; everything else is a target. */
const COMMANDS = new Set(['run', 'wait', 'watch', 'schema', 'plugin', 'help'])

/** Runs the command line and returns the exit code. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    // Plain targets are the everyday case and need no parser of flags, which would cost a tenth of the start.
    if (
      argv.length > 0 &&
      !argv.some((word) => word.startsWith('-')) &&
      !COMMANDS.has(argv[0] ?? '')
    ) {
      return await checkTargets(argv, {}, terminal)
    }
    const { runProgram } = await import('./program.js')
    return await runProgram(argv, terminal)
  } catch (error) {
    const { reportError } = await import('./report-error.js')
    return reportError(error, argv, terminal)
  }
}

/** Runs the process's own command line. */
export async function start(): Promise<void> {
  const terminal = processTerminal()
  const code = await main(process.argv.slice(2), terminal)
  // A look-up that the system cannot call off, or an open standard input, must not hold the process.
  process.exit(terminal.interrupted.aborted ? EXIT.interrupted : code)
}
