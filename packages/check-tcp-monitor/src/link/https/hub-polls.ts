import type { Instructions } from '../../core/link/agent-link.js'
import type { Clock } from '../../core/time/clock.js'

/** A hub that did not answer is asked again after so long, milliseconds, while another one does. */
const RETRY_MS = 10_000

/** A hub that wants nothing lets the agent wait; one that does not is asked no more often than this, milliseconds. */
const PAUSE_MS = 1_000

/** Ids of asks whose hub is known. */
const MAX_KNOWN = 100

/** What came of one poll. */
type Polled<H> =
  | { readonly hub: H; readonly wanted: Instructions }
  | { readonly hub: H; readonly error: unknown }

interface HubPollsOptions<H> {
  readonly clock: Clock
  /** Waits for what one hub wants. @param received ids of what came of it the time before */
  readonly poll: (hub: H, received: readonly string[], signal: AbortSignal) => Promise<Instructions>
}

/** What an agent knows of its hubs as it asks. */
interface Hubs<H> {
  readonly all: () => readonly H[]
  /** The one that it reports to: its config alone counts. */
  readonly current: () => H
  /** Version of the config that runs. */
  readonly config: string
}

/** Waits for what any of several hubs wants: it is not known here which of them leads, and only that one wants something. */
export class HubPolls<H> {
  readonly #options: HubPollsOptions<H>
  readonly #underWay = new Map<H, Promise<Polled<H>>>()
  readonly #failing = new Set<H>()
  readonly #received = new Map<H, readonly string[]>()
  readonly #askedBy = new Map<string, H>()

  constructor(options: HubPollsOptions<H>) {
    this.#options = options
  }

  /** The hub that asked for it; undefined where that is not known. */
  askedBy(id: string): H | undefined {
    return this.#askedBy.get(id)
  }

  /** @throws what went wrong (as a rejection) where none of them answers, or the caller gives up */
  async next({ all, current, config }: Hubs<H>, signal: AbortSignal): Promise<Instructions> {
    for (;;) {
      this.#begin(all(), signal)
      const polled = await Promise.race(this.#underWay.values())
      const { hub } = polled
      this.#underWay.delete(hub)
      signal.throwIfAborted()
      if ('error' in polled) {
        this.#failing.add(hub)
        if (all().every((each) => this.#failing.has(each))) throw polled.error
        this.#beginIn(RETRY_MS, hub, signal)
        continue
      }
      this.#failing.delete(hub)
      const { wanted } = polled
      this.#noteWanted(hub, wanted)
      if (hub === current()) return wanted
      if (wanted.run.length > 0 || wanted.asks) return { ...wanted, config }
      this.#beginIn(PAUSE_MS, hub, signal)
    }
  }

  #begin(hubs: readonly H[], signal: AbortSignal): void {
    for (const hub of this.#underWay.keys()) if (!hubs.includes(hub)) this.#underWay.delete(hub)
    for (const hub of hubs) if (!this.#underWay.has(hub)) this.#beginIn(0, hub, signal)
  }

  #beginIn(ms: number, hub: H, signal: AbortSignal): void {
    const poll = () => this.#options.poll(hub, this.#received.get(hub) ?? [], signal)
    const polled = ms === 0 ? poll() : this.#pause(ms, signal).then(poll)
    const settled = polled.then(
      (wanted) => ({ hub, wanted }),
      (error: unknown) => ({ hub, error }),
    )
    this.#underWay.set(hub, settled)
  }

  #noteWanted(hub: H, { asks = [], runId }: Instructions): void {
    const ids = asks.map(({ id }) => id)
    this.#received.set(hub, runId === undefined ? ids : [...ids, runId])
    for (const id of ids) this.#askedBy.set(id, hub)
    for (const id of this.#askedBy.keys()) {
      if (this.#askedBy.size <= MAX_KNOWN) break
      this.#askedBy.delete(id)
    }
  }

  #pause(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const over = () => {
        cancel()
        signal.removeEventListener('abort', over)
        resolve()
      }
      const cancel = this.#options.clock.setTimer(ms, over)
      signal.addEventListener('abort', over)
    })
  }
}
