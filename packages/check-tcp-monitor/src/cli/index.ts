/**
 * `check-tcp-monitor/cli`: what `check-tcp monitor ...` does, and what `check-tcp --from ...` asks a hub.
 *
 * @module
 */
import { CommanderError } from 'commander'
import { parserError } from './parser-error.js'
import { createProgram } from './program.js'
import { reportProblem } from './report-problem.js'
import { EXIT, type Terminal } from './terminal.js'

export { compareResults } from './fleet/compare-results.js'
export { openHubApi } from './fleet/hub-api.js'
export type { Terminal } from './terminal.js'

/**
 * Runs `check-tcp monitor` with the words that come after it.
 *
 * @returns the exit code: 0 all well, 1 it could not do what it was asked to, 2 usage or bad input
 */
export async function runMonitorCommand(
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  let exit: number = EXIT.ok
  const program = createProgram(terminal, (code) => {
    exit = code
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return exit
  } catch (error) {
    if (!(error instanceof CommanderError)) return reportProblem(error, terminal)
    if (error.exitCode === 0) return EXIT.ok
    // The help of a command that has others was printed.
    if (error.code === 'commander.help') return EXIT.usage
    return reportProblem(parserError(error, argv, program), terminal)
  }
}
