import type { SentAsk } from '../../core/link/agent-ask.js'
import type { AgentLink } from '../../core/link/agent-link.js'
import type { Clock, Random } from '../../core/time/clock.js'

/** Waits between tries while the hub cannot be asked, milliseconds. */
const RETRY_MS = { first: 1_000, last: 60_000 }

/** Until a config that was announced is taken, the hub announces it at once; milliseconds between two times. */
const CONFIG_MS = 1_000

/** A hub may ask for a check again after so long, milliseconds; what it asks for before that is left to the schedule. */
const MIN_BETWEEN_MS = 1_000

interface HubListenerOptions {
  readonly clock: Clock
  readonly random: Random
  readonly link: Pick<AgentLink, 'instructions'>
  /** Version of the config that runs. */
  readonly config: () => string
  /** The hub wants a check made at once; it may be none of this agent's. */
  readonly onRun: (checkId: string) => void
  /** The hub asks for something, and waits for the answers. */
  readonly onAsks?: (asks: readonly SentAsk[]) => void
  /** The hub has another config than the agent runs. */
  readonly onConfig: () => void
}

/** Listens to what the hub wants beside the schedule. It says nothing of a hub that cannot be asked: reports do. */
export class HubListener {
  readonly #options: HubListenerOptions
  readonly #ending = new AbortController()
  readonly #ranAt = new Map<string, number>()
  #cancelTimer: (() => void) | undefined
  #listening: Promise<void> | undefined
  #retryMs = RETRY_MS.first
  #received: readonly string[] = []

  constructor(options: HubListenerOptions) {
    this.#options = options
  }

  start(): void {
    this.#listenIn(0)
  }

  /** Gives up what is under way. */
  async stop(): Promise<void> {
    this.#ending.abort()
    this.#cancelTimer?.()
    await this.#listening
  }

  #listenIn(ms: number): void {
    if (this.#ending.signal.aborted) return
    this.#cancelTimer = this.#options.clock.setTimer(ms, () => {
      this.#listening = this.#listen()
    })
  }

  async #listen(): Promise<void> {
    const { link, config, random } = this.#options
    const { signal } = this.#ending
    try {
      const own = config()
      const wanted = await link.instructions(own, signal, this.#received)
      if (signal.aborted) return
      this.#retryMs = RETRY_MS.first
      const { asks = [], runId } = wanted
      const ids = asks.map(({ id }) => id)
      this.#received = runId === undefined ? ids : [...ids, runId]
      if (asks.length > 0) this.#options.onAsks?.(asks)
      for (const id of wanted.run) this.#run(id)
      const isOther = wanted.config !== own
      if (isOther) this.#options.onConfig()
      this.#listenIn(isOther ? CONFIG_MS : 0)
    } catch {
      this.#listenIn(this.#retryMs * (0.5 + random() / 2))
      this.#retryMs = Math.min(2 * this.#retryMs, RETRY_MS.last)
    }
  }

  #run(id: string): void {
    const now = this.#options.clock.monotonicMs()
    for (const [each, at] of this.#ranAt) if (now - at >= MIN_BETWEEN_MS) this.#ranAt.delete(each)
    if (this.#ranAt.has(id)) return
    this.#ranAt.set(id, now)
    this.#options.onRun(id)
  }
}
