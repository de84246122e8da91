import type { OutboxEntry } from '../alert/outbox.js'
import type { NewIncidentEntry } from '../wire/incident-entry.js'

/**
 * The right to deliver the entries of one channel. One claimant has it at a time, so that no message is sent twice and
 * no "resolved" overtakes its "opened".
 */
export interface OutboxClaim {
  readonly channel: string
  /** Tells this claimant from every other one, such as a UUID. */
  readonly token: string
  /** Of several hubs, the token of the lease under which it claims; one of a newer lease takes the channel at once. @default 0 */
  readonly lease?: number
}

/** A delivery's end, written back, with what is kept of it. */
export type OutboxUpdate = DeliveryEnd & {
  /** What is kept of it with its incidents, in the same transaction. */
  readonly entries?: readonly NewIncidentEntry[]
}

type DeliveryEnd =
  | { readonly kind: 'delivered'; readonly seqs: readonly number[]; readonly at: number }
  | {
      readonly kind: 'later'
      readonly seqs: readonly number[]
      readonly notBefore: number
      readonly error: string
    }
  /** Given up; kept among the dead letters. */
  | {
      readonly kind: 'dead'
      readonly seqs: readonly number[]
      readonly at: number
      readonly error: string
    }

/** Notices on their way. Every method rejects with `StoreError` where the store cannot serve. */
export interface Outbox {
  /**
   * Takes the right to deliver over a channel, or keeps it, and reads the entries that are still to be delivered, by
   * seq: due or not, the oldest first. It lasts until `release`; in a database that several processes share it also ends
   * when its holder has not claimed it again for a while.
   *
   * @throws {StoreError} (as a rejection) `STORE_CLAIMED` while another claimant has it
   */
  claim(claim: OutboxClaim, limit: number): Promise<readonly OutboxEntry[]>
  /** @throws {StoreError} (as a rejection) `STORE_CLAIMED` where another claimant has the channel by now; nothing is written */
  settle(claim: OutboxClaim, update: OutboxUpdate): Promise<void>
  /** Lets another claimant have the channel. Does nothing where another one has it already. */
  release(claim: OutboxClaim): Promise<void>
  /** Those given up last first. */
  deadLetters(limit: number): Promise<readonly OutboxEntry[]>
  /** Deletes dead letters; entries that are still to be delivered stay. */
  deleteDeadLetters(seqs: readonly number[]): Promise<void>
}
