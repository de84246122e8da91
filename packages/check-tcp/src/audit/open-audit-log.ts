import { systemClock } from '../core/clock.js'
import type { AuditLog, AuditTools } from './audit-log.js'
import { type AuditOptions, checkAuditOptions } from './audit-options.js'

/**
 * Opens an audit log, or begins one.
 *
 * @throws {RangeError} (as a rejection) for options out of range
 * @throws {AuditLogError} (as a rejection) where a strict log cannot be written, or is damaged
 * @example
 * const audit = await openAuditLog({ directory: '/var/lib/check-tcp/audit' })
 * const checker = createChecker({ audit })
 */
export async function openAuditLog(
  options: AuditOptions,
  { clock = systemClock, warn = warnOfProcess }: AuditTools = {},
): Promise<AuditLog> {
  checkAuditOptions(options)
  // Loaded on demand: most programs have no audit log, and each file that is loaded takes a descriptor for a moment.
  const { BatchedLog } = await import('./batched-log.js')
  const log = new BatchedLog(options, { clock, warn })
  await log.open()
  return log
}

function warnOfProcess(text: string): void {
  process.emitWarning(text, 'AuditWarning')
}
