import { Command, CommanderError, Option } from 'commander'
import { OUTPUT_FORMATS } from '../report/reporter.js'
import { checkTargets } from './check-command.js'
import type { CheckFlags } from './check-flags.js'
import { EXIT } from './exit-codes.js'
import { packageVersion } from './package-file.js'
import type { RunFlags } from './run-command.js'
import type { TargetsFlags } from './targets-command.js'
import type { Terminal } from './terminal.js'
import { UsageError } from './usage-error.js'
import type { WaitFlags } from './wait-command.js'
import type { WatchFlags } from './watch-command.js'

const PLUGIN = 'check_tcp_connection'

/** Runs the command line; each command's code is loaded when it is asked for. Returns the exit code. */
export async function runProgram(argv: readonly string[], terminal: Terminal): Promise<number> {
  let exit: number = EXIT.ok
  const program = createProgram(terminal, (code) => {
    exit = code
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return exit
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage
  }
}

function createProgram(terminal: Terminal, exitWith: (code: number) => void): Command {
  const program = new Command('check-tcp')
    .description('Can I reach this host and port, how fast, and if not, whose fault is it?')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .showHelpAfterError('(check-tcp --help shows what is possible)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.out(text),
      writeErr: (text) => terminal.err(text),
    })

  program
    .argument('[target...]', 'HOST:PORT, HOST PORT, HOST:SERVICE or a URL')
    .option('--targets <file>', 'check every HOST:PORT line of a file, or of standard input (-)')
    .option('--concurrency <number>', 'checks under way at once', '64')
    .addHelpText('after', EXAMPLES.check)
    .action(async (words: string[], flags: TargetsFlags & CheckFlags) => {
      if (flags.targets !== undefined) {
        if (words.length > 0)
          throw new UsageError('--targets and targets on the command line exclude each other')
        const { checkTargetsFile } = await import('./targets-command.js')
        return exitWith(await checkTargetsFile(flags.targets, flags, terminal))
      }
      if (words.length === 0) {
        terminal.err(program.helpInformation())
        return exitWith(EXIT.usage)
      }
      exitWith(await checkTargets(words, flags, terminal))
    })
  addCheckFlags(program)

  const run = program
    .command('run')
    .description('run the tasks of YAML task files')
    .argument('<file...>', 'task files')
    .option('--concurrency <number>', 'tasks under way at once', '64')
    .addHelpText('after', EXAMPLES.run)
    .action(async (files: string[], flags: RunFlags) => {
      const { runTaskFiles } = await import('./run-command.js')
      exitWith(await runTaskFiles(files, flags, terminal))
    })
  addOutputFlag(run)

  const wait = program
    .command('wait')
    .description('wait until a port is open, for deploy scripts')
    .argument('<target...>', 'HOST:PORT, HOST PORT, HOST:SERVICE or a URL')
    .option('--for <seconds>', 'give up after this time', '60')
    .addOption(
      new Option('--until <state>', 'what to wait for').choices(['open', 'closed']).default('open'),
    )
    .option('--interval <seconds>', 'time between two checks', '1')
    .addHelpText('after', EXAMPLES.wait)
    .action(async (words: string[], flags: WaitFlags) => {
      const { waitForTarget } = await import('./wait-command.js')
      exitWith(await waitForTarget(words, flags, terminal))
    })
  addCheckFlags(wait)

  const watch = program
    .command('watch')
    .description('check once a second and show latency and loss as they happen; Ctrl-C ends it')
    .argument('<target...>', 'HOST:PORT, HOST PORT, HOST:SERVICE or a URL')
    .option('--interval <seconds>', 'time between two checks', '1')
    .option('--count <number>', 'end after this many checks')
    .addHelpText('after', EXAMPLES.watch)
    .action(async (words: string[], flags: WatchFlags) => {
      const { watchTarget } = await import('./watch-command.js')
      exitWith(await watchTarget(words, flags, terminal))
    })
  addCheckFlags(watch)

  program
    .command('schema')
    .description('print a JSON Schema: of the parameters, of task files or of results')
    .argument('[name]', 'parameters, task-file or result', 'parameters')
    .addHelpText('after', EXAMPLES.schema)
    .action(async (name: string) => {
      const { printSchema } = await import('./schema-command.js')
      exitWith(await printSchema(name, terminal))
    })

  program
    .command('plugin')
    .description(
      'run a plugin: parameters as JSON on standard input, result as JSON on standard output',
    )
    .argument('<name>', PLUGIN)
    .addHelpText('after', EXAMPLES.plugin)
    .action(async (name: string) => {
      const { runPlugin } = await import('./plugin-command.js')
      exitWith(await runPlugin(name, terminal))
    })

  return program
}

function addCheckFlags(command: Command): void {
  command
    .option('--timeout <seconds>', 'time for one attempt, name look-up included (default: 10)')
    .option('--attempts <number>', 'connection attempts, the first one included (default: 1)')
    .option('--retry-delay <seconds>', 'time between two attempts (default: 1)')
    .option('--source-port <port>', 'source port to connect from (default: random)')
    .addOption(new Option('--family <version>', 'IP version').choices(['any', '4', '6']))
    .addOption(
      new Option(
        '--addresses <which>',
        'any: one address of the name is enough; all: each must answer',
      ).choices(['any', 'all']),
    )
  addOutputFlag(command)
}

function addOutputFlag(command: Command): void {
  command.addOption(
    new Option('-o, --output <format>', 'how to print results')
      .choices(OUTPUT_FORMATS)
      .default('human'),
  )
}

const EXAMPLES = {
  check: `
Examples:
  $ check-tcp localhost:6379
  $ check-tcp localhost 6379 --timeout 3
  $ check-tcp localhost:postgresql localhost:redis
  $ check-tcp https://localhost --attempts 3 --retry-delay 0.5
  $ check-tcp localhost:22 --output json
  $ printf 'localhost:22\\nlocalhost:80\\n' | check-tcp --targets - --output ndjson

Exit codes: 0 all connected, 1 some check failed, 2 usage or bad input,
3 nothing failed but something was denied by policy, 130 interrupted.`,
  run: `
Examples:
  $ check-tcp run examples/quickstart.yaml
  $ check-tcp run examples/quickstart.yaml --output junit`,
  wait: `
Examples:
  $ check-tcp wait localhost:5432 --for 2
  $ check-tcp wait localhost:5432 --until closed --for 30`,
  watch: `
Examples:
  $ check-tcp watch localhost:22 --count 2
  $ check-tcp watch localhost:22 --count 2 --interval 0.2 --output ndjson`,
  schema: `
Examples:
  $ check-tcp schema
  $ check-tcp schema task-file`,
  plugin: `
Examples:
  $ echo '{"host": "localhost", "port": 22}' | check-tcp plugin ${PLUGIN}`,
} as const
