import { type PolicyFlags, policyOf } from './policy-of.js'
import type { Terminal } from './terminal.js'
import { UsageError } from './usage-error.js'

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
  const { audit } = await policyOf(flags, terminal)
  if (audit) return audit.directory
  throw new UsageError('no policy names an audit log; say --directory DIR')
}
