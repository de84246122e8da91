import { type Command, Option } from 'commander'
import { policyFlag } from '../flags/command-options.js'
import { HELP_EXAMPLES } from '../flags/help-examples.js'
import type { Terminal } from '../terminal/terminal.js'
import { type NagiosFlags, REFUSED_STATES } from './nagios-flags.js'

/** Adds `check-tcp nagios`: the flags of check_tcp of the monitoring plugins, and what it does with them. */
export function addNagiosCommand(
  program: Command,
  terminal: Terminal,
  exitWith: (code: number) => void,
): void {
  program
    .command('nagios')
    .description('check as a plugin of Nagios, Icinga or Naemon, with the flags of check_tcp')
    .option('-H, --hostname <host>', 'name or address of the host')
    .option('-p, --port <port>', 'port, or the name of a service')
    .option('-w, --warning <time>', 'response time above which the state is WARNING')
    .option('-c, --critical <time>', 'response time above which the state is CRITICAL')
    .addOption(
      new Option('-t, --timeout <time>', 'time for one attempt, name look-up included').default(
        '10',
        '10 s',
      ),
    )
    .option('-4, --use-ipv4', 'only IPv4')
    .option('-6, --use-ipv6', 'only IPv6')
    .addOption(
      new Option('-r, --refuse <state>', 'state where the connection is refused')
        .choices(REFUSED_STATES)
        .default('crit'),
    )
    .option('-s, --send <text>', 'text to send once connected')
    .option(
      '-e, --expect <text>',
      'text that must come back',
      (text: string, before: readonly string[] = []) => [...before, text],
    )
    .option('-E, --escape', 'the text of --send has \\r \\n \\t \\\\ for characters')
    .option('-S, --ssl', 'a TLS handshake must succeed')
    .option(
      '-D, --certificate <days>',
      'days that the certificate must be valid for, or WARN,CRIT; implies --ssl',
    )
    .option('--attempts <number>', 'connection attempts, including the first', '1')
    .addOption(new Option('--retry-delay <time>', 'time between two attempts').default('1', '1 s'))
    .addOption(policyFlag())
    .option('-v, --verbose', 'print on standard error how the check was made')
    .addHelpText('after', HELP_EXAMPLES.nagios)
    .action(async (flags: NagiosFlags) => {
      const { checkAsPlugin } = await import('./nagios-command.js')
      exitWith(await checkAsPlugin(flags, terminal))
    })
}
