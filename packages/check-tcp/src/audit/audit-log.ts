import { type Clock, systemClock } from '../core/clock.js'
import { type AuditOptions, checkAuditOptions } from './audit-options.js'
import type { AuditedCheck, AuditedProbe } from './entries/check-lines.js'

/** Told when a check is in the log, or why it is not. */
export type OnRecorded = (problem?: string) => void

/** A record of every check, for `createChecker({ audit })`. */
export interface AuditLog {
  /** Why no check may be made now; `undefined` where all is well. */
  refusal(): string | undefined
  /** Adds a check; tells when its result may be handed out. */
  record(check: AuditedCheck, onRecorded: OnRecorded): void
  /** Adds a packet that an explanation is about to send; tells when it may be sent. */
  recordProbe(probe: AuditedProbe, onRecorded: OnRecorded): void
  /** How many checks are not in the log, for want of a log that can be written. */
  readonly missed: number
  /** Writes what is left, and a checkpoint. */
  close(): Promise<void>
}

export interface AuditTools {
  /** @default the system's clock */
  readonly clock?: Clock
  /** Told once when a relaxed log cannot be written. @default a warning of the process */
  readonly warn?: (text: string) => void
}

/**
 * Opens an audit log, or begins one.
 *
 * @throws {RangeError} (as a rejection) for options out of range
 * @throws {AuditLogError} (as a rejection) where a strict log cannot be written, or is damaged
 * @example
 * const audit = await openAuditLog({ directory: '/var/log/check-tcp' })
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
