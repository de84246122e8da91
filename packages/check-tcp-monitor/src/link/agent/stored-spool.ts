import type { Spool, SpoolPage } from '../../core/link/spool.js'
import type { Batch, Commits } from '../../core/store/commits.js'
import type { SpoolRole } from '../../core/store/spool-role.js'
import type { Clock } from '../../core/time/clock.js'

interface SpoolParts {
  readonly commits: Commits
  readonly reads: SpoolRole
  readonly clock: Clock
  /** Whether what is found of a check is no business of the hub's. @default all is */
  readonly isPrivate?: (checkId: string) => boolean
}

/** The spool in an agent's own store: results wait for the hub from the very commit that keeps them. */
export class StoredSpool implements Spool, Commits {
  readonly #commits: Commits
  readonly #reads: SpoolRole
  readonly #clock: Clock
  readonly #isPrivate: (checkId: string) => boolean
  #epoch: string
  #next: number
  #received: number

  private constructor(
    { commits, reads, clock, isPrivate = () => false }: SpoolParts,
    state: { readonly epoch: string; readonly next: number; readonly received: number },
  ) {
    this.#commits = commits
    this.#reads = reads
    this.#clock = clock
    this.#isPrivate = isPrivate
    this.#epoch = state.epoch
    this.#next = state.next
    this.#received = state.received
  }

  /** Goes on with the spool that the store has, or begins one. @throws {StoreError} (as a rejection) */
  static async open(parts: SpoolParts): Promise<StoredSpool> {
    await parts.commits.commit({ observations: [], spool: { kind: 'add' } })
    return new StoredSpool(parts, await parts.reads.spoolState())
  }

  get epoch(): string {
    return this.#epoch
  }

  get confirmed(): number {
    return this.#received
  }

  get waiting(): number {
    return Math.max(0, this.#next - this.#received)
  }

  /** Commits, and keeps the results for the hub. */
  async commit(batch: Batch): Promise<void> {
    const { lost, observations } = batch
    const ids = observations.map(({ checkId }) => checkId)
    const except = ids.filter((id) => this.#isPrivate(id))
    const spool = {
      kind: 'add',
      ...(lost && { lost }),
      ...(except.length > 0 && { except }),
    } as const
    await this.#commits.commit({ ...batch, spool })
    this.#next += observations.length - except.length + (lost?.count ?? 0)
  }

  page(from: number, limit: number): Promise<SpoolPage> {
    return this.#reads.spoolPage(from, limit)
  }

  async end(): Promise<number> {
    return (await this.#reads.spoolState()).next
  }

  async received(next: number): Promise<void> {
    if (next <= this.#received) return
    const spool = { kind: 'received', next, at: this.#clock.wallMs() } as const
    await this.#commits.commit({ observations: [], spool })
    this.#received = next
  }

  async renew(): Promise<void> {
    await this.#commits.commit({ observations: [], spool: { kind: 'renew' } })
    const { epoch } = await this.#reads.spoolState()
    this.#epoch = epoch
  }
}
