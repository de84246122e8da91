import { type Command, Option } from 'commander'
import {
  addAttemptFlags,
  addEngineFlags,
  addOutputFlag,
  MANY_TARGET_WORDS,
} from '../flags/command-options.js'
import { HELP_EXAMPLES } from '../flags/help-examples.js'
import type { Terminal } from '../terminal/terminal.js'
import type { WaitFlags } from './wait-command.js'

/** Adds `check-tcp wait`, whose code is loaded when it is asked for. */
export function addWaitCommand(
  program: Command,
  afterwards: readonly string[] | undefined,
  terminal: Terminal,
  exitWith: (code: number) => void,
): void {
  const wait = program
    .command('wait')
    .description('wait until ports are open, for deploy scripts, then run a command')
    .usage('[options] [target...] [-- command...]')
    .argument('[target...]', MANY_TARGET_WORDS)
    .addOption(
      new Option(
        '--targets <file>',
        'wait for every HOST:PORT line of a file, or of standard input (-); may be repeated',
      ).argParser((file, files: readonly string[] = []) => [...files, file]),
    )
    .option('--all', 'every target must reach the state (default)')
    .option('--any', 'one target is enough')
    .addOption(new Option('--for <time>', 'give up after this time').default('60', '60 s'))
    .addOption(
      new Option('--until <state>', 'what to wait for').choices(['open', 'closed']).default('open'),
    )
    .addOption(new Option('--interval <time>', 'time between two attempts').default('1', '1 s'))
    .option('--banner', 'the service must greet, not just accept the connection')
    .option('--receive <text>', 'this text, or a /regular expression/, must come from the service')
    .addHelpText('after', HELP_EXAMPLES.wait)
    .action(async (words: string[], flags: WaitFlags) => {
      const { waitForPorts } = await import('./wait-command.js')
      exitWith(await waitForPorts(words, flags, afterwards, terminal))
    })
  addOutputFlag(addEngineFlags(addAttemptFlags(wait)))
}
