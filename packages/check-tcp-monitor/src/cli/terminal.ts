import type { Readable } from 'node:stream'
import { CheckTcpError } from 'check-tcp'

/** Where a command reads and writes, as `check-tcp` passes it in. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: Readable
  /** Writes results to standard output; resolves when they are handed on. */
  out(text: string): Promise<void>
  /** Writes progress and errors to standard error. */
  err(text: string): void
  /** Is somebody looking at standard error? */
  readonly errIsTerminal: boolean
  /** Aborts on Ctrl-C and SIGTERM. */
  readonly interrupted: AbortSignal
}

/** What a command tells its caller, as all of `check-tcp` does. */
export const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const

/** The running monitor cannot be asked, or does not do what it is asked for. */
export class RefusedError extends CheckTcpError {
  override readonly name = 'RefusedError'
  readonly code = 'MONITOR_REFUSED'
}

/** Something about the command line itself that a person can put right. */
export class UsageError extends CheckTcpError {
  override readonly name = 'UsageError'
  readonly code = 'USAGE'
}
