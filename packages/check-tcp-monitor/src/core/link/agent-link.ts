import { CheckTcpError } from 'check-tcp'
import type { MonitorErrorCode } from '../errors/monitor-errors.js'
import type { AskAnswer, SentAsk } from './agent-ask.js'
import type { AgentBatch } from './agent-batch.js'
import type { AgentConfig } from './agent-config.js'

/** What a hub answers to a batch. */
export interface Receipt {
  /** The number of the next result that it has not stored: all before it are on its disk. */
  readonly next: number
  /** Version of the config that the agent should run. */
  readonly config: string
  /** Of this run of the hub: another one has forgotten what the locations believe. */
  readonly boot: string
}

/** What a hub wants of an agent beside its schedule. */
export interface Instructions {
  /** Checks to make at once: another location has just seen them fail. */
  readonly run: readonly string[]
  /** Names what stands in `run`; absent where that is nothing. */
  readonly runId?: string
  /** What it is asked for and waits for; absent where that is nothing. */
  readonly asks?: readonly SentAsk[]
  /** Version of the config that the agent should run. */
  readonly config: string
}

/**
 * The way from an agent to its hub. One contract, one suite for every implementation.
 *
 * Every method rejects with `LinkError` where the hub does not do what was asked; the same can be asked again.
 */
export interface AgentLink {
  /** Resolves when the hub has stored the results. What it had stored before is not stored again. */
  send(batch: AgentBatch, signal: AbortSignal): Promise<Receipt>
  /** The checks that the hub has for this location now. */
  config(signal: AbortSignal): Promise<AgentConfig>
  /**
   * Waits until the hub wants something, for some 20 s; then it is asked again. What was lost on the way is given again, until its
   * receipt is confirmed or it is worth nothing any more.
   *
   * @param config version of the config that the agent runs; another one is news
   * @param received ids of what came the time before
   */
  instructions(
    config: string,
    signal: AbortSignal,
    received?: readonly string[],
  ): Promise<Instructions>
  /** Answers what was asked for. That nobody waits for it any more is no error. */
  answer(id: string, answer: AskAnswer, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

export type LinkErrorCode = Extract<MonitorErrorCode, `LINK_${string}`>

/** The hub cannot be asked, or does not do what was asked. Says nothing of any target. */
export class LinkError extends CheckTcpError {
  override readonly name = 'LinkError'
  readonly code: LinkErrorCode

  constructor(code: LinkErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}
