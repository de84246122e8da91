import type { OutboxEntry } from '../../core/alert/outbox.js'
import type { Outbox, OutboxClaim, OutboxUpdate } from '../../core/store/outbox.js'
import { StoreError } from '../../core/store/store-error.js'

/** Reads entries, whoever may deliver them. */
export interface OutboxReads {
  /** Entries of a channel that are still to be delivered, by seq: due or not, the oldest first. */
  outboxOf(channel: string, limit: number): Promise<readonly OutboxEntry[]>
  deadLetters(limit: number): Promise<readonly OutboxEntry[]>
}

/** Writes entries, whoever may deliver them. */
interface OutboxWrites {
  updateOutbox(update: OutboxUpdate): Promise<void>
  deleteDeadLetters(seqs: readonly number[]): Promise<void>
}

/**
 * The outbox of a history that one process has for itself: claims are kept in memory, by channel, and end with the
 * process.
 */
export class ClaimedOutbox implements Outbox {
  readonly #reads: OutboxReads
  readonly #writes: OutboxWrites
  readonly #tokens = new Map<string, string>()

  constructor(reads: OutboxReads, writes: OutboxWrites) {
    this.#reads = reads
    this.#writes = writes
  }

  async claim(claim: OutboxClaim, limit: number): Promise<readonly OutboxEntry[]> {
    this.#check(claim)
    this.#tokens.set(claim.channel, claim.token)
    return await this.#reads.outboxOf(claim.channel, limit)
  }

  async settle(claim: OutboxClaim, update: OutboxUpdate): Promise<void> {
    this.#check(claim)
    await this.#writes.updateOutbox(update)
  }

  async release({ channel, token }: OutboxClaim): Promise<void> {
    if (this.#tokens.get(channel) === token) this.#tokens.delete(channel)
  }

  deadLetters = (limit: number): Promise<readonly OutboxEntry[]> => this.#reads.deadLetters(limit)

  deleteDeadLetters = (seqs: readonly number[]): Promise<void> =>
    this.#writes.deleteDeadLetters(seqs)

  #check({ channel, token }: OutboxClaim): void {
    const holder = this.#tokens.get(channel)
    if (holder === undefined || holder === token) return
    throw new StoreError('STORE_CLAIMED', `somebody else delivers over ${channel}`)
  }
}
