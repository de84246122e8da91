import type { AuditLog } from '../audit/audit-log.js'
import type { AuditOptions } from '../audit/audit-options.js'
import { escapeControl } from '../core/text/escape-control.js'
import { tell } from './terminal/say.js'
import type { Terminal } from './terminal/terminal.js'

/**
 * The audit log that the policy wants, if it wants one.
 *
 * @throws {AuditLogError} where a strict one cannot be written
 */
export async function openAudit(
  options: AuditOptions | undefined,
  terminal: Terminal,
  verbose: boolean,
): Promise<AuditLog | undefined> {
  if (!options) return undefined
  const { directory, mode = 'strict' } = options
  if (verbose) tell(`check-tcp: audit: ${mode}, in ${escapeControl(directory)}\n`, terminal)
  // Loaded on demand, since a check should start fast.
  const { openAuditLog } = await import('../audit/open-audit-log.js')
  return openAuditLog(options, {
    warn: (text) => tell(`check-tcp: ${escapeControl(text)}\n`, terminal),
  })
}
