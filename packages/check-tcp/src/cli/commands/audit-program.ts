import { type Command, Option } from 'commander'
import { policyFlag } from '../flags/command-options.js'
import { HELP_EXAMPLES } from '../flags/help-examples.js'
import type { Terminal } from '../terminal/terminal.js'
import type { AuditProveFlags } from './audit-prove-command.js'
import type { AuditShowFlags } from './audit-show-command.js'
import type { AuditVerifyFlags } from './audit-verify-command.js'

/** `check-tcp audit ...`: what is done with the record of checks. */
export function addAuditCommands(
  program: Command,
  terminal: Terminal,
  exitWith: (code: number) => void,
): void {
  const audit = program
    .command('audit')
    .description('read and verify the record of checks that a policy can require')
    .addHelpText('after', HELP_EXAMPLES.audit)

  addDirectoryFlags(audit.command('verify'))
    .description('find out whether anybody has tampered with the record')
    .option(
      '--since <file>',
      'a checkpoint kept elsewhere: check that the record has only grown since',
    )
    .option('--key <key>', "verifier key, or a file with it (default: the record's own)")
    .addOption(outputOf(['human', 'json']))
    .addHelpText('after', HELP_EXAMPLES.audit)
    .action(async (flags: AuditVerifyFlags) => {
      const { verifyAudit } = await import('./audit-verify-command.js')
      exitWith(await verifyAudit(flags, terminal))
    })

  addDirectoryFlags(audit.command('show'))
    .description('list entries of the record')
    .option('--target <target>', 'only those about this host, address or HOST:PORT')
    .option('--since <time>', 'only those from this time on, such as 2026-01-31T12:00:00Z')
    .option('--user <name>', "only those of this user's processes")
    .addOption(outputOf(['human', 'ndjson']))
    .addHelpText('after', HELP_EXAMPLES.audit)
    .action(async (flags: AuditShowFlags) => {
      const { showAudit } = await import('./audit-show-command.js')
      exitWith(await showAudit(flags, terminal))
    })

  addDirectoryFlags(audit.command('prove'))
    .description('prove that an entry is in the record, or that the record has only grown')
    .argument('[entry]', 'the number of an entry, as `audit show` prints it')
    .option('--since <file>', 'a checkpoint that was kept elsewhere')
    .addOption(outputOf(['text', 'json']))
    .addHelpText('after', HELP_EXAMPLES.audit)
    .action(async (entry: string | undefined, flags: AuditProveFlags) => {
      const { proveAudit } = await import('./audit-prove-command.js')
      exitWith(await proveAudit(entry, flags, terminal))
    })
}

function addDirectoryFlags(command: Command): Command {
  return command
    .option('--directory <folder>', "where the record is (default: the policy's)")
    .addOption(policyFlag())
}

function outputOf(formats: readonly [string, ...string[]]): Option {
  return new Option('-o, --output <format>', 'how to print it').choices(formats).default(formats[0])
}
