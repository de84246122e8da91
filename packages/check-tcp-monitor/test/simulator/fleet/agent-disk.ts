import { randomUUID } from 'node:crypto'
import type { SpoolPage } from '../../../src/core/link/spool.js'
import type { Batch, SpoolChange } from '../../../src/core/store/commits.js'
import type { SpoolRole, SpoolState } from '../../../src/core/store/spool-role.js'
import type { Observation } from '../../../src/core/wire/observation.js'
import { MemoryStore } from '../memory-store.js'

/** What survives the death of a simulated agent: its history and its spool, written together. */
export class AgentDisk extends MemoryStore implements SpoolRole {
  readonly #capacity: number
  #epoch = randomUUID()
  #first = 0
  #kept: Observation[] = []
  #received = 0
  #droppedFrom = 0
  #droppedUntil = 0
  /** Results that had to go before the hub had them. */
  readonly dropped: Observation[] = []

  /** @param capacity results that the spool keeps at most */
  constructor(capacity: number) {
    super()
    this.#capacity = capacity
  }

  override async commit(batch: Batch): Promise<void> {
    await super.commit(batch)
    if (batch.spool) this.#change(batch.spool, batch.observations)
  }

  async spoolState(): Promise<SpoolState> {
    return { epoch: this.#epoch, next: this.#next, received: this.#received }
  }

  async spoolPage(from: number, limit: number): Promise<SpoolPage> {
    const first = Math.min(Math.max(from, this.#first), this.#next)
    const results = this.#kept.slice(first - this.#first, first - this.#first + limit)
    const [gapFrom, gapUntil] = [this.#droppedFrom, this.#droppedUntil]
    const gap = { count: first - from, from: gapFrom, until: gapUntil }
    return { first, results, ...(gap.count > 0 && { gap }) }
  }

  get #next(): number {
    return this.#first + this.#kept.length
  }

  #change(change: SpoolChange, observations: readonly Observation[]): void {
    switch (change.kind) {
      case 'add':
        this.#kept.push(...observations)
        this.#drop(this.#kept.length - this.#capacity)
        return
      case 'received':
        this.#received = Math.max(this.#received, change.next)
        this.#remove(this.#received - this.#first)
        return
      case 'renew':
        this.#epoch = randomUUID()
        return
      default:
        change satisfies never
    }
  }

  #drop(count: number): void {
    const lost = this.#remove(count)
    const [oldest] = lost
    if (!oldest) return
    if (this.dropped.length === 0) this.#droppedFrom = Math.floor(oldest.at)
    this.#droppedUntil = Math.floor(lost.at(-1)?.at ?? oldest.at)
    this.dropped.push(...lost)
  }

  #remove(count: number): readonly Observation[] {
    const removed = this.#kept.splice(0, Math.max(0, count))
    this.#first += removed.length
    return removed
  }
}
