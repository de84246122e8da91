import type { Notice } from './notice.js'

/** What a channel is to deliver: one or more notices of one group, in the order of events. */
export interface Message {
  /** The same for every try of the same notices, so that a receiver can tell a repetition: at most 64 characters. */
  readonly key: string
  readonly notices: readonly Notice[]
}

/** How a delivery ended. */
export type SendOutcome =
  | { readonly kind: 'delivered' }
  /** It may work later; `afterMs` where the receiver said when (HTTP `Retry-After`, RFC 9110 section 10.2.3). */
  | { readonly kind: 'failed'; readonly error: string; readonly afterMs?: number }
  /** It will never work: the receiver refused the message itself. */
  | { readonly kind: 'refused'; readonly error: string }

/** A way to reach people. */
export interface Channel {
  readonly name: string
  readonly kind: string
  /** Never rejects; gives up when the signal aborts. */
  send(message: Message, signal: AbortSignal): Promise<SendOutcome>
  /**
   * Of a receiver that itself decides when people are notified: how long it waits first, milliseconds at most; undefined where
   * it does not say. Never rejects.
   */
  waitsMs?(signal: AbortSignal): Promise<number | undefined>
}
