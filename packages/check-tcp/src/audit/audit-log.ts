import type { Clock } from '../core/clock.js'
import type { AuditedAct } from './entries/act-line.js'
import type { AuditedAgent } from './entries/agent-line.js'
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
  /** Adds a change of who may report to a hub; tells when it is in the log. */
  recordAgent(agent: AuditedAgent, onRecorded: OnRecorded): void
  /** Adds what somebody has a monitor do; tells when it may be done. */
  recordAct(act: AuditedAct, onRecorded: OnRecorded): void
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
