import type { AgentReport, AgentVote } from '../../core/link/agent-batch.js'
import type { Clock } from '../../core/time/clock.js'

/** Between two tries while the database does not answer. */
const RETRY_MS = 1_000

interface HeardRelayOptions {
  readonly clock: Clock
  /** Gives the hub that leads what an agent said. */
  readonly write: (
    location: string,
    report: AgentReport,
    votes: readonly AgentVote[],
  ) => Promise<unknown>
}

/** What one location said since it was last passed on. */
interface Said {
  report: AgentReport | undefined
  readonly votes: Map<string, { readonly vote: AgentVote; readonly atMs: number }>
}

/** Passes on what agents say to a hub that does not lead: the newest of each, again and again until it is written. */
export class HeardRelay {
  readonly #options: HeardRelayOptions
  readonly #said = new Map<string, Said>()
  #writing: Promise<void> | undefined
  #isStopped = false
  #cancel: (() => void) | undefined

  constructor(options: HeardRelayOptions) {
    this.#options = options
  }

  noteVotes(location: string, votes: readonly AgentVote[]): void {
    const said = this.#of(location)
    const atMs = this.#options.clock.monotonicMs()
    for (const vote of votes) said.votes.set(vote.checkId, { vote, atMs })
  }

  /** Written soon, with the votes that were noted before. */
  noteReport(location: string, report: AgentReport): void {
    this.#of(location).report = report
    this.#start()
  }

  /** Forgets votes that are not kept. */
  keep(isKept: (location: string, checkId: string) => boolean): void {
    for (const [location, { votes }] of this.#said) {
      for (const checkId of votes.keys()) if (!isKept(location, checkId)) votes.delete(checkId)
    }
  }

  forget(location: string): void {
    this.#said.delete(location)
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#cancel?.()
    await this.#writing
  }

  #of(location: string): Said {
    const said = this.#said.get(location) ?? { report: undefined, votes: new Map() }
    this.#said.set(location, said)
    return said
  }

  #start(): void {
    if (this.#isStopped) return
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined
    })
  }

  async #write(): Promise<void> {
    const { clock, write } = this.#options
    for (const [location, said] of this.#said) {
      const { report, votes } = said
      if (!report) continue
      this.#said.delete(location)
      const now = clock.monotonicMs()
      const aged = [...votes.values()].map(({ vote, atMs }) => ({
        ...vote,
        ageMs: vote.ageMs + now - atMs,
      }))
      try {
        await write(location, report, aged)
      } catch {
        // The store says so where results are stored; what was said meanwhile is newer.
        const newer = this.#said.get(location)
        this.#said.set(location, {
          report: newer?.report ?? report,
          votes: new Map([...votes, ...(newer?.votes ?? [])]),
        })
        this.#cancel?.()
        this.#cancel = clock.setTimer(RETRY_MS, () => this.#start())
        return
      }
    }
  }
}
