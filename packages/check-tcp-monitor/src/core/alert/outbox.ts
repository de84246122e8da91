import type { Notice } from './notice.js'

/**
 * A notice on its way to one channel. Written in the transaction of the state change that caused it, and deleted or
 * marked only when the channel has taken it: delivery is at least once.
 */
export interface OutboxEntry {
  /** Ascending in the order of events; entries of one incident and channel are delivered in this order. */
  readonly seq: number
  readonly channel: string
  /** Entries of one channel and group may go out in one message. */
  readonly group: string
  readonly notice: Notice
  /** Not before this wall time (group wait, quiet hours, backoff). */
  readonly notBefore: number
  /** Deliveries that failed. */
  readonly tries: number
  readonly lastError?: string
  /** Of a dead letter, when it was given up, wall milliseconds. */
  readonly deadAt?: number
}

/** An entry before the store has given it its number. */
export type NewOutboxEntry = Omit<OutboxEntry, 'seq' | 'tries' | 'lastError' | 'deadAt'>
