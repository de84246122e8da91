import type { Leadership } from '../../../core/leadership.js'
import type { Clock } from '../../../core/time/clock.js'

/** So many claims fit into the time for which one holds; a stand-by looks more often. */
const CLAIMS = { leading: 2.3, standingBy: 7 }

interface LeaseKeeperOptions {
  readonly leadership: Leadership
  readonly clock: Clock
  /** This hub leads from now on; and whoever led before does not. */
  readonly onTaken: (token: number) => void
  /** Another hub leads by now. */
  readonly onLost: () => void
  /** Nobody can be asked, and why; undefined once somebody can again. Called when that changes. */
  readonly onProblem: (problem: string | undefined) => void
}

/**
 * Claims the lead again and again. While the database does not answer, nothing is known and nothing changes: whatever a hub that leads
 * no longer writes later is refused by its token.
 */
export class LeaseKeeper {
  readonly #options: LeaseKeeperOptions
  #token: number | undefined
  #problem: string | undefined
  #cancel: (() => void) | undefined
  #claiming: Promise<void> = Promise.resolve()
  #isStopped = false

  constructor(options: LeaseKeeperOptions) {
    this.#options = options
  }

  /** Of the lease that this hub has, as far as it knows. */
  get token(): number | undefined {
    return this.#token
  }

  /** Resolves when it was claimed once. */
  async start(): Promise<void> {
    this.#claiming = this.#claim()
    await this.#claiming
  }

  /** Lets another hub lead at once, where the database can be asked. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#cancel?.()
    await this.#claiming
    // It ends by itself otherwise.
    if (this.#token !== undefined) await this.#options.leadership.release().catch(() => {})
    this.#token = undefined
  }

  /** Lets another hub lead, and does not claim for a while: this one cannot now. */
  async yield(forMs: number): Promise<void> {
    if (this.#token === undefined || this.#isStopped) return
    this.#cancel?.()
    await this.#claiming
    this.#cancel?.()
    this.#token = undefined
    await this.#options.leadership.release().catch(() => {})
    this.#later(forMs)
  }

  async #claim(): Promise<void> {
    const { leadership } = this.#options
    try {
      const token = await leadership.claim()
      this.#note(undefined)
      this.#take(token)
    } catch (error) {
      this.#note(error instanceof Error ? error.message : String(error))
    }
    this.#later()
  }

  #take(token: number | undefined): void {
    const { onTaken, onLost } = this.#options
    const before = this.#token
    if (token === before || this.#isStopped) {
      this.#token = token
      return
    }
    this.#token = token
    if (before !== undefined) onLost()
    // With another token than before, others may have led in between.
    if (token !== undefined) onTaken(token)
  }

  #note(problem: string | undefined): void {
    if (problem === this.#problem) return
    this.#problem = problem
    this.#options.onProblem(problem)
  }

  #later(ms?: number): void {
    if (this.#isStopped) return
    const { clock, leadership } = this.#options
    const claims = this.#token === undefined ? CLAIMS.standingBy : CLAIMS.leading
    this.#cancel = clock.setTimer(ms ?? leadership.lastsMs / claims, () => {
      this.#claiming = this.#claim()
    })
  }
}
