import { Command, CommanderError, Option } from 'commander'
import { packageVersion } from '../core/package-file.js'
import { describeOption } from '../core/text/option-words.js'
import { addAuditCommands } from './commands/audit-program.js'
import { checkTargets } from './commands/check-command.js'
import type { ExplainFlags } from './commands/explain-command.js'
import type { McpFlags } from './commands/mcp-command.js'
import { addNagiosCommand } from './commands/nagios-program.js'
import type { PolicyTestFlags } from './commands/policy-command.js'
import type { RunFlags } from './commands/run-command.js'
import type { TargetsFlags } from './commands/targets-command.js'
import { addWaitCommand } from './commands/wait-program.js'
import type { WatchFlags } from './commands/watch-command.js'
import { EXIT } from './exit/exit-codes.js'
import { UsageError } from './exit/usage-error.js'
import { usageExitCodeOf, usageOutput } from './exit/usage-exit-code.js'
import type { CheckFlags } from './flags/check-flags.js'
import {
  addAttemptFlags,
  addConcurrencyFlag,
  addEngineFlags,
  addLimitFlags,
  addMassConcurrencyFlag,
  addOutputFlag,
  addProofFlags,
  addRetryFlags,
  addSlowFlag,
  MANY_TARGET_WORDS,
  policyFlag,
  TARGET_WORDS,
} from './flags/command-options.js'
import { HELP_EXAMPLES } from './flags/help-examples.js'
import type { FromFlags } from './locations/order.js'
import { suggestChoices, usageErrorOf } from './mistakes/mistaken-flags.js'
import { refuseMisplacedFlags } from './mistakes/refuse-misplaced-flags.js'
import type { Terminal } from './terminal/terminal.js'
import { splitAtCommand } from './wait/words-behind.js'

/** Runs the command line; each command's code is loaded when it is asked for. Returns the exit code. */
export async function runProgram(argv: readonly string[], terminal: Terminal): Promise<number> {
  let exit: number = EXIT.ok
  const { words, command } = splitAtCommand(argv)
  const exitWith = (code: number) => {
    exit = code
  }
  const program = createProgram(terminal, exitWith, command)
  try {
    await program.parseAsync([...words], { from: 'user' })
    return exit
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return EXIT.ok
    if (error.code !== 'commander.help') throw usageErrorOf(error, words, program)
    const output = usageOutput(argv, 'no target was given')
    if (output !== '') await terminal.out(output)
    return usageExitCodeOf(argv)
  }
}

/** @throws {UsageError} for flags that say nothing without --from */
function refuseHubFlags({ hub, hubTokenFile }: Partial<FromFlags>): void {
  if (hub !== undefined || hubTokenFile !== undefined) {
    throw new UsageError('--hub and --hub-token-file need --from: which locations are to be asked')
  }
}

/**
 * The program, which parses a command line and runs it.
 *
 * @param exitWith is told the exit code of the command that ran
 * @param afterwards the words of the command that `wait` is to run
 */
export function createProgram(
  terminal: Terminal,
  exitWith: (code: number) => void,
  afterwards?: readonly string[],
): Command {
  const program = new Command('check-tcp')
    .description('Can I reach this host and port, how fast, and if not, whose fault is it?')
    .version(packageVersion(import.meta.dirname), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .enablePositionalOptions()
    .showSuggestionAfterError(false)
    .configureHelp({ optionDescription: describeOption })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.out(text),
      writeErr: (text) => terminal.err(text),
      // What is wrong is told where all that is wrong is told.
      outputError: () => {},
    })
    .hook('preSubcommand', refuseMisplacedFlags)
    .argument('[target...]', MANY_TARGET_WORDS)
    .option('--targets <file>', 'check every HOST:PORT line of a file, or of standard input (-)')
    .option('--ordered', 'with --targets: results in the order of the lines')
    .option(
      '--from <list>',
      'have locations of a fleet check the target once: names, tag:NAME, all; here is this machine',
    )
    .option('--hub <url>', 'with --from: the HTTP API of the hub (default: CHECK_TCP_HUB)')
    .option(
      '--hub-token-file <file>',
      'with --from: file of the token of that API (default: CHECK_TCP_HUB_TOKEN)',
    )
    .addHelpText('after', HELP_EXAMPLES.check)
    .action(async (words: string[], flags: TargetsFlags & CheckFlags & Partial<FromFlags>) => {
      const { from } = flags
      if (from === undefined) refuseHubFlags(flags)
      else if (flags.targets !== undefined) {
        throw new UsageError('--from takes one target, and --targets has many')
      } else {
        const { checkFromLocations } = await import('./commands/from-command.js')
        return exitWith(await checkFromLocations(words, { ...flags, from }, terminal))
      }
      if (flags.targets !== undefined) {
        if (words.length > 0)
          throw new UsageError('--targets cannot be combined with targets on the command line')
        const { checkTargetsFile } = await import('./commands/targets-command.js')
        return exitWith(await checkTargetsFile(flags.targets, flags, terminal))
      }
      if (words.length === 0) program.help({ error: true })
      exitWith(await checkTargets(words, flags, terminal))
    })
  addOutputFlag(
    addEngineFlags(
      addLimitFlags(addMassConcurrencyFlag(addProofFlags(addRetryFlags(addAttemptFlags(program))))),
    ),
  )

  const run = program
    .command('run')
    .description('run the tasks of YAML task files')
    .argument('<file...>', 'task files; - for standard input')
    .addHelpText('after', HELP_EXAMPLES.run)
    .action(async (files: string[], flags: RunFlags) => {
      const { runTaskFiles } = await import('./commands/run-command.js')
      exitWith(await runTaskFiles(files, flags, terminal))
    })
  addOutputFlag(addSlowFlag(addEngineFlags(addLimitFlags(addConcurrencyFlag(run)))))

  addWaitCommand(program, afterwards, terminal, exitWith)

  const watch = program
    .command('watch')
    .description('check once a second and show latency and loss as they happen; Ctrl-C ends it')
    .argument('<target...>', TARGET_WORDS)
    .addOption(new Option('--interval <time>', 'time between two checks').default('1', '1 s'))
    .option('--count <number>', 'end after this many checks')
    .addHelpText('after', HELP_EXAMPLES.watch)
    .action(async (words: string[], flags: WatchFlags) => {
      const { watchTarget } = await import('./commands/watch-command.js')
      exitWith(await watchTarget(words, flags, terminal))
    })
  addOutputFlag(addEngineFlags(addRetryFlags(addAttemptFlags(watch))))

  const explain = program
    .command('explain')
    .description('check a target, explain the result and say whose fault it is')
    .argument('<target...>', TARGET_WORDS)
    .option('--address <address>', 'an address to compare the name with')
    .option('--ports <list>', 'further ports of the host to compare with, such as 22,443')
    .option('--deadline <time>', 'time for the probes, beyond the check (default: 5 s)')
    .addOption(
      new Option('-o, --output <format>', 'how to print it')
        .choices(['human', 'json'])
        .default('human'),
    )
    .addHelpText('after', HELP_EXAMPLES.explain)
    .action(async (words: string[], flags: ExplainFlags) => {
      const { explainTarget } = await import('./commands/explain-command.js')
      exitWith(await explainTarget(words, flags, terminal))
    })
  addEngineFlags(addRetryFlags(addAttemptFlags(explain)))

  addNagiosCommand(program, terminal, exitWith)

  const policy = program.command('policy').description('find out what the policy allows')
  policy
    .command('test')
    .description('say what the policy would do with a target and by which rule; nothing is sent')
    .argument('<target...>', TARGET_WORDS)
    .addOption(policyFlag())
    .option('--verbose', 'print on standard error which file is used')
    .addOption(
      new Option('-o, --output <format>', 'how to print it')
        .choices(['human', 'json'])
        .default('human'),
    )
    .addHelpText('after', HELP_EXAMPLES.policy)
    .action(async (words: string[], flags: PolicyTestFlags) => {
      const { testPolicy } = await import('./commands/policy-command.js')
      exitWith(await testPolicy(words, flags, terminal))
    })

  addAuditCommands(program, terminal, exitWith)

  program
    .command('monitor')
    .description('check on a schedule, keep a history and alert people (package check-tcp-monitor)')
    .argument('[words...]', 'see check-tcp monitor --help')
    .helpOption(false)
    .passThroughOptions()
    .allowUnknownOption()
    .action(async (words: string[]) => {
      const { monitor } = await import('./commands/monitor-command.js')
      exitWith(await monitor(words, terminal))
    })

  program
    .command('mcp')
    .description('let a language model check ports and ask a monitor: an MCP server on stdio')
    .addOption(policyFlag())
    .option(
      '--monitor <url>',
      'HTTP API of a monitor to ask too; its token comes from CHECK_TCP_MONITOR_TOKEN',
    )
    .addOption(
      new Option('--rate <number>', 'connections per second, evenly spread').default(
        '5',
        '5 a second',
      ),
    )
    .option('--verbose', 'print on standard error how checks are made')
    .addHelpText('after', HELP_EXAMPLES.mcp)
    .action(async (flags: McpFlags) => {
      const { serveMcpCommand } = await import('./commands/mcp-command.js')
      exitWith(await serveMcpCommand(flags, terminal))
    })

  program
    .command('schema')
    .description(
      'print a JSON Schema: of parameters, task files, results, explanations or policies',
    )
    .argument('[name]', 'parameters, task-file, result, explanation or policy', 'parameters')
    .addHelpText('after', HELP_EXAMPLES.schema)
    .action(async (name: string) => {
      const { printSchema } = await import('./commands/schema-command.js')
      exitWith(await printSchema(name, terminal))
    })

  program
    .command('plugin')
    .description(
      'run a plugin: parameters as JSON on standard input, result as JSON on standard output',
    )
    .argument('<name>', 'check_tcp_connection')
    .addHelpText('after', HELP_EXAMPLES.plugin)
    .action(async (name: string) => {
      const { runPlugin } = await import('./commands/plugin-command.js')
      exitWith(await runPlugin(name, terminal))
    })

  suggestChoices(program)
  return program
}
