import type { ValidCheck } from 'check-tcp'
import type { AskOutcome } from './agent-ask.js'
import type { AgentReport, SpoolGap } from './agent-batch.js'

/** One location of the config, and the agent that reports from it. */
export interface LocationState {
  readonly name: string
  readonly tags: readonly string[]
  /** `no_agent` where none has joined yet. */
  readonly state: 'no_agent' | 'joined' | 'revoked'
  readonly agent?: string
  /** Wall milliseconds. */
  readonly joinedAt?: number
  /** When the hub heard from it last, wall milliseconds; absent where it has not since the hub was started. */
  readonly seenAt?: number
  /** What the agent said of itself then. */
  readonly report?: AgentReport
  /** How far the clock of the agent is ahead of the hub's, as far as the way lets that be known, milliseconds. */
  readonly clockSkewMs?: number
  /** Results that were lost there before the hub could store them. */
  readonly lost?: SpoolGap
}

/** What people do with the locations of a hub. Every method rejects with `StoreError` where the store cannot serve. */
export interface Fleet {
  /** Lets one agent join from a location, once. @param location one of the config's */
  invite(location: string): Promise<{ readonly join: string; readonly until: number }>
  locations(): Promise<readonly LocationState[]>
  /** Takes nothing more from the agent of a location. @returns false where there is none, nor an invitation */
  revoke(location: string): Promise<boolean>
  /** Forgets the agent of a location altogether. @returns false where there is none, nor an invitation */
  remove(location: string): Promise<boolean>
  /**
   * Has the agent of a location make a check once, within what its own machine allows. It is no part of any history.
   *
   * @param parameters as `readAskedCheck` lets them through
   */
  check(location: string, parameters: ValidCheck): Promise<AskOutcome>
}
