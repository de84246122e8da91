import {
  type AgentReport,
  MAX_BATCH_RESULTS,
  MAX_BATCH_VOTES,
} from '../../core/link/agent-batch.js'
import type { AgentConfig } from '../../core/link/agent-config.js'
import type { AgentLink } from '../../core/link/agent-link.js'
import type { Spool } from '../../core/link/spool.js'
import type { Clock, Random } from '../../core/time/clock.js'
import type { LiveVotes } from './live-votes.js'

/** How long what is new waits for more, milliseconds. */
const GATHER_MS = 200

/** The hub hears from its agents at least so often, milliseconds. */
export const HEARTBEAT_MS = 10_000

/** Waits between tries while the hub cannot be asked, milliseconds. */
const RETRY_MS = { first: 1_000, last: 60_000 }

interface ShipperOptions {
  readonly clock: Clock
  /** Spreads the tries of many agents that lost the same hub. */
  readonly random: Random
  readonly link: AgentLink
  readonly spool: Spool
  readonly votes: LiveVotes
  /** How the agent is, besides what the shipper knows itself. */
  readonly report: () => Omit<AgentReport, 'spooled'>
  /** The hub has another config than the agent runs. */
  readonly onConfig: (config: AgentConfig) => void
  /** The hub cannot be asked, and why; undefined once it can be again. Called when that changes. */
  readonly onProblem: (error: Error | undefined) => void
}

/**
 * Sends an agent's results and votes to its hub, in order, until the hub has stored them. Each batch has the newest votes, so a
 * backlog of results never delays them.
 */
export class Shipper {
  readonly #options: ShipperOptions
  readonly #ending = new AbortController()
  #cancelTimer: (() => void) | undefined
  #sending: Promise<void> | undefined
  #isGathering = false
  #next: number | undefined
  #problem: Error | undefined
  #retryMs = RETRY_MS.first

  constructor(options: ShipperOptions) {
    this.#options = options
  }

  start(): void {
    this.#sendIn(0)
  }

  /** Something is new: it goes soon. While the hub cannot be asked, it waits for the next try. */
  wake(): void {
    // What comes while a batch gathers goes with it, and does not put it off.
    if (this.#sending || this.#problem || this.#isGathering) return
    this.#isGathering = true
    this.#sendIn(GATHER_MS)
  }

  /** Gives up what is under way; what was not received is sent after the next start. */
  async stop(): Promise<void> {
    this.#ending.abort()
    this.#cancelTimer?.()
    await this.#sending
    await this.#options.link.close()
  }

  #sendIn(ms: number): void {
    this.#cancelTimer?.()
    if (this.#ending.signal.aborted) return
    this.#cancelTimer = this.#options.clock.setTimer(ms, () => {
      this.#isGathering = false
      this.#sending = this.#send().finally(() => {
        this.#sending = undefined
      })
    })
  }

  async #send(): Promise<void> {
    const { spool, votes } = this.#options
    try {
      const isMore = await this.#sendBatch()
      this.#settle(undefined)
      this.#retryMs = RETRY_MS.first
      this.#sendIn(isMore ? 0 : votes.size > 0 || spool.waiting > 0 ? GATHER_MS : HEARTBEAT_MS)
    } catch (error) {
      if (this.#ending.signal.aborted) return
      this.#settle(error instanceof Error ? error : new Error(String(error)))
      this.#sendIn(this.#retryMs * (0.5 + this.#options.random() / 2))
      this.#retryMs = Math.min(2 * this.#retryMs, RETRY_MS.last)
    }
  }

  /** @returns whether a full batch went, so that more may wait */
  async #sendBatch(): Promise<boolean> {
    const { link, spool, votes, report, onConfig } = this.#options
    const { signal } = this.#ending
    const page = await spool.page(this.#next ?? 0, MAX_BATCH_RESULTS)
    const taken = votes.take(MAX_BATCH_VOTES)
    const said = { ...report(), spooled: spool.waiting }
    const { epoch } = spool
    const batch = {
      epoch,
      ...page,
      results: [...page.results],
      votes: [...taken.votes],
      report: said,
    }
    const { next, config } = await link.send(batch, signal)
    const end = page.first + page.results.length
    this.#next = next
    if (next > end && next > (await spool.end())) {
      // The hub has results of this epoch that are not here: a copy of this spool was restored.
      await spool.renew()
      this.#next = undefined
      return true
    }
    if (next >= end) {
      taken.confirm()
      await spool.received(next)
    }
    if (config !== said.config) onConfig(await link.config(signal))
    return page.results.length === MAX_BATCH_RESULTS || next < end
  }

  #settle(problem: Error | undefined): void {
    if (problem?.message === this.#problem?.message) return
    this.#problem = problem
    this.#options.onProblem(problem)
  }
}
