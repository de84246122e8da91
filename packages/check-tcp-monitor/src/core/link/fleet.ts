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
  /** For how long nothing was heard since then, milliseconds. */
  readonly silentMs?: number
  /** What the agent said of itself then. `spooled` without what came with the report, unless that could not be stored. */
  readonly report?: AgentReport
  /** How far the clock of the agent is ahead of the hub's, as far as the way lets that be known, milliseconds. */
  readonly clockSkewMs?: number
  /** Results that were lost there before the hub could store them. */
  readonly lost?: SpoolGap
}

/** How one agent may join from a location. */
export interface Invitation {
  readonly join: string
  /** Wall milliseconds. */
  readonly until: number
  /** The agent that reports from there now, and is revoked when another joins. */
  readonly replaces?: string
}

/** What agents are asked to do once. */
export interface LocationAsks {
  /**
   * Has the agent of a location make a check once, within what its own machine allows. It is no part of any history.
   *
   * @param parameters as `readAskedCheck` lets them through
   */
  check(location: string, parameters: ValidCheck): Promise<AskOutcome>
  /** The same with a look at the target, as `check-tcp explain` does it. */
  explain(location: string, parameters: ValidCheck): Promise<AskOutcome>
}

/** What people do with the locations of a hub. Every method rejects with `StoreError` where the store cannot serve. */
export interface Fleet {
  /** Lets one agent join from a location, once. @param location one of the config's */
  invite(location: string): Promise<Invitation>
  locations(): Promise<readonly LocationState[]>
  /** Takes nothing more from the agent of a location. @returns `no_agent` where there is none, nor an invitation */
  revoke(location: string): Promise<'revoked' | 'revoked_before' | 'no_agent'>
  /** Forgets the agent of a location altogether. @returns false where there is none, nor an invitation */
  remove(location: string): Promise<boolean>
  readonly asks: LocationAsks
}
