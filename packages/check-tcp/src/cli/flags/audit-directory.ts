import type { AuditOptions } from '../../audit/audit-options.js'
import { UsageError } from '../exit/usage-error.js'
import type { Terminal } from '../terminal/terminal.js'
import { type PolicyFlags, readPolicyFlag } from './read-policy-flag.js'

/** Which log is meant, as commander hands it over. */
export interface AuditDirectoryFlags extends PolicyFlags {
  readonly directory?: string
}

/**
 * The folder that the flag names, or that of the policy in force.
 *
 * @throws {UsageError} where there is neither
 */
export async function auditDirectory(
  flags: AuditDirectoryFlags,
  terminal: Terminal,
): Promise<string> {
  if (flags.directory !== undefined) return flags.directory
  const { audit } = await readPolicyFlag(flags, terminal)
  if (audit) return audit.directory
  throw new UsageError('no policy names an audit log; give --directory DIR')
}

/**
 * What the policy wants of the log that is meant: the one that `--policy` names, or else that in force where no
 * `--directory` names another log. `undefined` where no policy says anything of it.
 */
export async function auditWanted(
  flags: AuditDirectoryFlags,
  terminal: Terminal,
): Promise<AuditOptions | undefined> {
  if (flags.directory !== undefined && flags.policy === undefined) return undefined
  const { audit } = await readPolicyFlag(flags, terminal)
  return audit
}
