import { describeOption } from 'check-tcp/words'
import { Command, Option } from 'commander'
import { addLocationCommands } from './fleet/add-location-commands.js'
import type { AgentFlags } from './fleet/agent-command.js'
import { HELP_EXAMPLES } from './help-examples.js'
import type { BackupFlags } from './history/backup-command.js'
import type { ExportFlags } from './history/export-command.js'
import { addIncidentCommands } from './incidents/add-incident-commands.js'
import { LOG_FORMATS } from './log/log-formats.js'
import type { RunFlags } from './run-command.js'
import type { DeadLetterFlags } from './running/dead-letters-command.js'
import type { ExplainCheckFlags } from './running/explain-check-command.js'
import type { MaintenanceFlags } from './running/maintenance-command.js'
import type { PageFlags } from './running/page-command.js'
import type { Terminal } from './terminal.js'
import { unknownCommand } from './unknown-command.js'
import { DEFAULT_CONFIG, withConfig } from './with-config.js'

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const

/** The command line of `check-tcp monitor`; each command's code is loaded when it is asked for. */
export function createProgram(terminal: Terminal, exitWith: (code: number) => void): Command {
  const program = new Command('check-tcp monitor')
    .description('check on a schedule, keep a history and alert people when something is wrong')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .configureHelp({ optionDescription: describeOption })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.out(text),
      writeErr: (text) => terminal.err(text),
      // What is wrong is told where all that is wrong is told.
      outputError: () => {},
    })
    .argument('[config]', `the config file (default: ${DEFAULT_CONFIG})`)
    .option('--check', 'check the config, print what would run, and exit')
    .option('--policy <file>', 'the policy file, which says what may be checked')
    .addOption(outputOf(['human', 'json']))
    .addOption(logLevel())
    .addOption(logFormat())
    .addHelpText('after', HELP_EXAMPLES)
    .action(async (config: string | undefined, flags: RunFlags) => {
      const path = config ?? DEFAULT_CONFIG
      const unknown = unknownCommand(path, program)
      if (unknown) throw unknown
      if (flags.check) {
        const { checkConfig } = await import('./check-config-command.js')
        return exitWith(await checkConfig(path, flags, terminal))
      }
      const { runMonitor } = await import('./run-command.js')
      exitWith(await runMonitor(path, flags, terminal))
    })

  program
    .command('import')
    .description(
      'convert a config of blackbox_exporter and Prometheus, Gatus or Uptime Kuma and print it',
    )
    .argument('<file...>', 'its config: one or more files, or a directory')
    .action(async (files: string[]) => {
      const { importFiles } = await import('./import-command.js')
      exitWith(await importFiles(files, terminal))
    })

  withConfig(program.command('export'))
    .description('write the history to standard output; works while a monitor runs')
    .option(
      '--since <time>',
      'only from this time on: 2026-01-31T12:00:00Z, or how long ago: 24h, 7d',
    )
    .option('--until <time>', 'only up to this time')
    .addOption(
      new Option('--format <format>', 'ndjson can be imported again, csv is for spreadsheets')
        .choices(['ndjson', 'csv'])
        .default('ndjson'),
    )
    .addOption(
      new Option('--kind <kind...>', 'which records').choices([
        'result',
        'minute',
        'hour',
        'incident',
      ]),
    )
    .action(async (flags: ExportFlags) => {
      const { exportToOutput } = await import('./history/export-command.js')
      exitWith(await exportToOutput(flags, terminal))
    })

  withConfig(program.command('restore'))
    .description('add an export (ndjson) to the history; not while a monitor runs')
    .argument('<file>', 'a file that `export` wrote, or - for standard input')
    .action(async (file: string, flags: { config: string }) => {
      const { restoreFrom } = await import('./history/restore-command.js')
      exitWith(await restoreFrom(file, flags.config, terminal))
    })

  withConfig(program.command('backup'))
    .description('write a consistent copy of the history; works while a monitor runs')
    .argument('<file>', 'file to write')
    .option('-f, --force', 'replace an existing file')
    .action(async (file: string, flags: BackupFlags) => {
      const { backupTo } = await import('./history/backup-command.js')
      exitWith(await backupTo(file, flags, terminal))
    })

  const deadLetters = program
    .command('dead-letters')
    .description('notices that could not be delivered: refused, or failed for a day')

  withConfig(deadLetters.command('list'))
    .description('print them, newest first; works while a monitor runs')
    .option('--channel <name>', 'only those of one channel')
    .addOption(
      new Option('-o, --output <format>', 'output format')
        .choices(['human', 'json'])
        .default('human'),
    )
    .action(async (flags: DeadLetterFlags & { output: 'human' | 'json' }) => {
      const { listDeadLetters } = await import('./running/dead-letters-command.js')
      exitWith(await listDeadLetters(flags, terminal))
    })

  withConfig(deadLetters.command('resend'))
    .description('send them again, over the same channel; works while a monitor runs')
    .argument('[id...]', 'their ids, as `dead-letters list` prints them')
    .option('--channel <name>', 'only those of one channel')
    .option('--all', 'all of them')
    .action(async (ids: string[], flags: DeadLetterFlags & { all?: boolean }) => {
      const { resendFromCommand } = await import('./running/dead-letters-command.js')
      exitWith(await resendFromCommand(ids, flags, terminal))
    })

  withConfig(program.command('suggest'))
    .description(
      'write a copy of the config with expected_response_time and timeout as the history suggests',
    )
    .addOption(new Option('--days <number>', 'history to use').default('28', '28 days'))
    .action(async (flags: { config: string; days: string }) => {
      const { suggest } = await import('./suggest-command.js')
      exitWith(await suggest(flags, terminal))
    })

  const maintenance = program
    .command('maintenance')
    .description('plan, list or cancel one-off maintenance, during which no alerts are sent')
  withConfig(maintenance.command('add'))
    .description('plan it for a check, for all checks with a tag (tag:NAME), or for all (*)')
    .argument('<what>', 'a check, tag:NAME, or *')
    .option(
      '--from <time>',
      'when it begins: 2026-01-31T12:00:00Z, or 30m, 2h from now (default: now)',
    )
    .option('--until <time>', 'when it ends, in the same form')
    .option('--for <duration>', 'how long it lasts, instead of --until: 90s, 30m, 2h, 7d')
    .option('--by <name>', 'who plans it (default: the user)')
    .option('--note <text>', 'why')
    .action(async (what: string, flags: MaintenanceFlags) => {
      const { addMaintenance } = await import('./running/maintenance-command.js')
      exitWith(await addMaintenance(what, flags, terminal))
    })
  withConfig(maintenance.command('list'))
    .description('list what is planned or under way')
    .action(async (flags: { config: string }) => {
      const { listMaintenance } = await import('./running/maintenance-command.js')
      exitWith(await listMaintenance(flags.config, terminal))
    })
  withConfig(maintenance.command('cancel'))
    .description('end it now, or cancel it before it begins')
    .argument('<id>', 'its id, as `list` shows it')
    .action(async (id: string, flags: { config: string }) => {
      const { cancelMaintenance } = await import('./running/maintenance-command.js')
      exitWith(await cancelMaintenance(id, flags.config, terminal))
    })

  withConfig(program.command('explain'))
    .description('have the running monitor look at the target of a check, and print what it finds')
    .argument('<check>', 'its name in the config')
    .option('--location <name>', 'from which of its locations (default: one that sees it down)')
    .action(async (check: string, flags: ExplainCheckFlags) => {
      const { explainCheck } = await import('./running/explain-check-command.js')
      exitWith(await explainCheck(check, flags, terminal))
    })

  program
    .command('agent')
    .description("make a hub's checks from this machine, and report to it")
    .option('--join <string>', 'the first time: what `location add` printed at the hub')
    .option(
      '--config <file>',
      'its settings (default: agent.yaml in its directory, if there is one)',
    )
    .option(
      '--directory <path>',
      'where it keeps its key, its checks and its results (default: ./check-tcp-agent)',
    )
    .option('--policy <file>', 'what may be checked from here, whatever the hub wants')
    .option('--check', 'check the settings, print those in force, and exit')
    .addOption(outputOf(['human', 'json']))
    .addOption(logLevel())
    .addOption(logFormat())
    .action(async (flags: AgentFlags) => {
      const { runAgent } = await import('./fleet/agent-command.js')
      exitWith(await runAgent(flags, terminal))
    })

  addLocationCommands(program, terminal, exitWith)
  addIncidentCommands(program, terminal, exitWith)

  const page = program.command('page').description('the status pages in the config')
  withConfig(page.command('export'))
    .description('write a page of the running monitor to a folder, for another web server')
    .argument('<directory>', 'created if it does not exist')
    .option('--page <name>', 'which one, if the config has several')
    .action(async (directory: string, flags: PageFlags) => {
      const { exportPage } = await import('./running/page-command.js')
      exitWith(await exportPage(directory, flags, terminal))
    })

  withConfig(program.command('test-alert'))
    .description('send a test incident, opened and resolved, over one channel')
    .argument('<channel>', 'its name in the config')
    .action(async (channel: string, flags: { config: string }) => {
      const { testAlert } = await import('./running/test-alert-command.js')
      exitWith(await testAlert(channel, flags.config, terminal))
    })

  return program
}

function logLevel(): Option {
  return new Option('--log-level <level>', 'how much to log on standard error')
    .choices(LOG_LEVELS)
    .default('info')
}

function logFormat(): Option {
  const description = 'how to log (default: human on a terminal, else json)'
  return new Option('--log-format <format>', description).choices(LOG_FORMATS)
}

function outputOf(formats: readonly [string, ...string[]]): Option {
  return new Option('-o, --output <format>', 'with --check: how to print it')
    .choices(formats)
    .default(formats[0])
}
