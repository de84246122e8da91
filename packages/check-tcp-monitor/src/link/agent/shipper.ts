import {
  type AgentReport,
  MAX_BATCH_RESULTS,
  MAX_BATCH_VOTES,
} from '../../core/link/agent-batch.js'
import type { AgentConfig } from '../../core/link/agent-config.js'
import { type AgentLink, LinkError, type Receipt } from '../../core/link/agent-link.js'
import type { Spool } from '../../core/link/spool.js'
import type { Clock, Random } from '../../core/time/clock.js'
import type { LiveVotes } from './live-votes.js'

/** How long what is new waits for more, milliseconds. */
const GATHER_MS = 200

/** The hub hears from its agents at least so often, milliseconds. */
export const HEARTBEAT_MS = 10_000

/** Waits between tries while the hub cannot be asked, milliseconds. */
const RETRY_MS = { first: 1_000, last: 60_000 }

/** A hub that is there and cannot store goes on to hear that the agent is, and what it believes. */
const LAST_BUSY_RETRY_MS = HEARTBEAT_MS

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
  /** This run of the hub is heard for the first time: it does not know yet what is believed here. */
  readonly onHub: () => void
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
  #boot: string | undefined
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
      const { isMore, problem } = await this.#sendBatch()
      this.#settle(problem)
      this.#retryMs = RETRY_MS.first
      const isNew = votes.size > 0 || spool.waiting > 0
      if (problem) this.#sendIn(isMore ? GATHER_MS : HEARTBEAT_MS)
      else this.#sendIn(isMore ? 0 : isNew ? GATHER_MS : HEARTBEAT_MS)
    } catch (error) {
      if (this.#ending.signal.aborted) return
      this.#settle(errorOf(error))
      const isBusy = error instanceof LinkError && error.code === 'LINK_BUSY'
      const lastMs = isBusy ? LAST_BUSY_RETRY_MS : RETRY_MS.last
      this.#sendIn(Math.min(this.#retryMs, lastMs) * (0.5 + this.#options.random() / 2))
      this.#retryMs = Math.min(2 * this.#retryMs, lastMs)
    }
  }

  /** @throws {LinkError | StoreError} (as a rejection) where nothing was sent */
  async #sendBatch(): Promise<Sent> {
    const { link, spool, votes, report, onHub } = this.#options
    const page = await spool.page(this.#next ?? spool.confirmed, MAX_BATCH_RESULTS)
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
    const receipt = await link.send(batch, this.#ending.signal)
    const { next, boot } = receipt
    const end = page.first + page.results.length
    this.#next = next
    if (next >= end) taken.confirm()
    if (this.#boot !== boot) onHub()
    this.#boot = boot
    const isMore = page.results.length === MAX_BATCH_RESULTS || next < end
    try {
      if (next > end && next > (await spool.end())) {
        // The hub has results of this epoch that are not here: a copy of this spool was restored.
        await spool.renew()
        this.#next = undefined
        return { isMore: true }
      }
      if (next >= end) await spool.received(next)
      await this.#heed(receipt, said.config)
      return { isMore }
    } catch (error) {
      // The hub was reached, so what is believed here goes on to it.
      return { isMore, problem: errorOf(error) }
    }
  }

  async #heed({ config }: Receipt, own: string): Promise<void> {
    const { link, onConfig } = this.#options
    if (config !== own) onConfig(await link.config(this.#ending.signal))
  }

  #settle(problem: Error | undefined): void {
    if (problem?.message === this.#problem?.message) return
    this.#problem = problem
    this.#options.onProblem(problem)
  }
}

/** What came of a batch that the hub has taken. */
interface Sent {
  /** A full one went, so that more may wait. */
  readonly isMore: boolean
  /** What went wrong here afterwards. */
  readonly problem?: Error
}

function errorOf(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
