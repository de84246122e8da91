import { checkTargets } from './commands/check-command.js'
import { EXIT } from './exit/exit-codes.js'
import { exitInterrupted } from './exit/exit-interrupted.js'
import { InterruptedError } from './exit/until-interrupted.js'
import { expectsMany } from './flags/expects-many.js'
import { COMMAND_NAMES } from './mistakes/command-names.js'
import { refuseMisspeltCommand } from './mistakes/refuse-misspelt-command.js'
import { expectManyChecks } from './open-checker.js'
import { processTerminal, type Terminal } from './terminal/terminal.js'

/** Runs the command line and returns the exit code. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    refuseMisspeltCommand(argv)
    if (expectsMany(argv)) expectManyChecks()
    if (argv.length > 0 && argv.every(isPlainTarget)) return await checkTargets(argv, {}, terminal)
    const { runProgram } = await import('./program.js')
    return await runProgram(argv, terminal)
  } catch (error) {
    if (error instanceof InterruptedError) return EXIT.interrupted
    return reportProblem(error, argv, terminal)
  }
}

/** Runs the process's own command line. */
export async function start(): Promise<void> {
  const argv = process.argv.slice(2)
  const terminal = processTerminal()
  process.on('uncaughtException', async (error) => {
    process.exit(await reportProblem(error, argv, terminal))
  })
  // Nothing is left to wait for and no answer is there: that must never look like a success.
  process.once('beforeExit', async () => {
    process.exit(await reportProblem(new Error('the work ended without a result'), argv, terminal))
  })
  const code = await main(argv, terminal)
  // A look-up that the system cannot call off, or an open standard input, must not hold the process.
  // A monitor is ended so, and says itself how it went.
  if (terminal.interrupted.aborted && argv[0] !== 'monitor') exitInterrupted()
  await written(process.stderr)
  process.exit(code)
}

/** Resolves when everything that was written before is handed on: a pipe takes its time. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.writableLength === 0) return Promise.resolve()
  return new Promise((resolve) => {
    stream.write('', () => resolve())
  })
}

/** Plain targets are the everyday case and need no parser of flags, which would cost a tenth of the start. */
function isPlainTarget(word: string, index: number): boolean {
  return !word.startsWith('-') && !(index === 0 && COMMAND_NAMES.some((name) => name === word))
}

async function reportProblem(
  error: unknown,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const { reportError } = await import('./exit/report-error.js')
  return reportError(error, argv, terminal)
}
