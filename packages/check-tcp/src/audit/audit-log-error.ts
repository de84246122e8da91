import { CheckTcpError } from '../core/errors/check-tcp-error.js'

/** Thrown where an audit log cannot be used: it cannot be opened, is damaged, or was asked for and not given. */
export class AuditLogError extends CheckTcpError {
  override readonly name = 'AuditLogError'
  readonly code = 'AUDIT_LOG'
}

/** `ENOSPC: no space left on device, write`, or whatever else is known of it. */
export function problemText(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
