import type { AgentReport, AgentVote } from '../../core/link/agent-batch.js'
import type { Clock } from '../../core/time/clock.js'

/** Between two looks: agents are judged about as soon as if they had spoken to this hub. */
const LOOK_MS = 1_000

/** A look that takes longer hears nobody meanwhile. */
const LATE_MS = 3_000

/** Reports are read as long as they say that an agent is there; a vote is old when its check says so. */
const WITHIN = { reportsMs: 30_000, votesMs: 10_000, firstVotesMs: 86_400_000 }

interface Heard {
  readonly location: string
  readonly report: AgentReport
  readonly votes: readonly AgentVote[]
  readonly heardAt: string
}

interface HeardFeedOptions {
  readonly clock: Clock
  readonly read: (within: {
    readonly reportsMs: number
    readonly votesMs: number
  }) => Promise<readonly Heard[]>
  readonly onHeard: (location: string, report: AgentReport, votes: readonly AgentVote[]) => void
  /** The database does not answer; called again and again while that lasts. */
  readonly onDeaf: () => void
  /** It answers again. */
  readonly onHearing: () => void
}

/** Has the hub that leads hear what agents say to the others. */
export class HeardFeed {
  readonly #options: HeardFeedOptions
  /** When each location was heard last. */
  readonly #heardAt = new Map<string, string>()
  #isFirst = true
  #isDeaf = false
  #looking: Promise<void> = Promise.resolve()
  #cancel: (() => void) | undefined
  #isStopped = false

  constructor(options: HeardFeedOptions) {
    this.#options = options
    this.#next(0)
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#cancel?.()
    await this.#looking
  }

  #next(afterMs: number): void {
    this.#cancel = this.#options.clock.setTimer(afterMs, () => {
      this.#looking = this.#watched().then(() => {
        if (!this.#isStopped) this.#next(LOOK_MS)
      })
    })
  }

  /** Never rejects: the next look sees what this one missed. */
  async #watched(): Promise<void> {
    const { clock } = this.#options
    let cancel = () => {}
    const watch = () => {
      cancel = clock.setTimer(LATE_MS, () => {
        this.#noteDeaf()
        watch()
      })
    }
    watch()
    try {
      await this.#look()
      if (this.#isDeaf) this.#options.onHearing()
      this.#isDeaf = false
    } catch {
      this.#noteDeaf()
    } finally {
      cancel()
    }
  }

  #noteDeaf(): void {
    if (this.#isStopped) return
    this.#isDeaf = true
    this.#options.onDeaf()
  }

  async #look(): Promise<void> {
    const { read, onHeard } = this.#options
    const { reportsMs, votesMs, firstVotesMs } = WITHIN
    const heard = await read({ reportsMs, votesMs: this.#isFirst ? firstVotesMs : votesMs })
    this.#isFirst = false
    if (this.#isStopped) return
    for (const { location, report, votes, heardAt } of heard) {
      if (this.#heardAt.get(location) === heardAt) continue
      this.#heardAt.set(location, heardAt)
      onHeard(location, report, votes)
    }
  }
}
