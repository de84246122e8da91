import type { Environment } from 'check-tcp/files'
import type { MonitoredCheck } from '../../core/config/check.js'
import type { Evidence } from '../../core/wire/evidence.js'

/** What a process that looks is started with. */
export interface LookSettings {
  /** A policy file by name. @default `CHECK_TCP_POLICY`, the machine's, the person's, none */
  readonly policy?: string | undefined
  readonly environment: Environment
  /** Where the monitor is. */
  readonly location: string
}

/** What is to be looked at. */
export interface LookRequest {
  readonly check: Pick<MonitoredCheck, 'parameters' | 'tags'>
  /** What the audit log says that it is for. */
  readonly task: { readonly name: string; readonly file: string; readonly line: number }
}

/** To the process that looks. */
export type ToLooking =
  | { readonly kind: 'settings'; readonly settings: LookSettings }
  | { readonly kind: 'look'; readonly id: number; readonly request: LookRequest }
  | { readonly kind: 'cancel'; readonly id: number }

/** From it. */
export type FromLooking =
  | { readonly kind: 'found'; readonly id: number; readonly evidence: Evidence }
  | { readonly kind: 'failed'; readonly id: number; readonly because: string }
  | { readonly kind: 'warning'; readonly text: string }
