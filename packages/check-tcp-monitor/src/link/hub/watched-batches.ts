import type { SpoolCursor } from '../../core/link/spool-cursor.js'
import { StoreError } from '../../core/store/store-error.js'
import type { Clock } from '../../core/time/clock.js'
import type { BatchStore, NewInBatch } from './hub-desk.js'

/** Agents whose batch was not stored try again more often, milliseconds: nobody does any more. */
const UNTRIED_MS = 120_000

/**
 * A store of batches that says whether it serves: the hub itself may have nothing to write for long, so nobody else would
 * notice that what agents send cannot be stored.
 */
export class WatchedBatches implements BatchStore {
  readonly #store: BatchStore
  readonly #clock: Clock
  readonly #onStore: (problem: StoreError | undefined) => void
  /** Agents whose newest batch was not stored, and since when; monotonic milliseconds. */
  readonly #failing = new Map<string, { readonly problem: StoreError; readonly atMs: number }>()

  /** @param onStore called with why a batch was not stored, and with undefined once none is left that was not */
  constructor(store: BatchStore, clock: Clock, onStore: (problem: StoreError | undefined) => void) {
    this.#store = store
    this.#clock = clock
    this.#onStore = onStore
  }

  cursorOf(agentId: string, epoch: string): Promise<SpoolCursor | undefined> {
    return this.#store.cursorOf(agentId, epoch)
  }

  async store(agentId: string, batch: NewInBatch): Promise<void> {
    try {
      await this.#store.store(agentId, batch)
    } catch (error) {
      if (error instanceof StoreError) {
        this.#failing.set(agentId, { problem: error, atMs: this.#clock.monotonicMs() })
        this.#onStore(error)
      }
      throw error
    }
    this.#stored(agentId)
  }

  /** Whether the newest batch of an agent was not stored. */
  isFailing(agentId: string): boolean {
    return this.#failing.has(agentId)
  }

  /** To be called now and then: an agent that is gone for good leaves no alarm behind. */
  review(): void {
    const untried = this.#clock.monotonicMs() - UNTRIED_MS
    for (const [agentId, { atMs }] of this.#failing) if (atMs <= untried) this.#stored(agentId)
  }

  /** A small batch may find room where a larger one of another agent does not, so all of them count. */
  #stored(agentId: string): void {
    if (!this.#failing.delete(agentId)) return
    const [still] = this.#failing.values()
    this.#onStore(still?.problem)
  }
}
