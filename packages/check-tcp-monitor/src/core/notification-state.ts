import type { SuppressedReason } from './suppressed-reason.js'
import type { Verdict } from './verdict.js'

/** Who was notified of what of an open incident; plain data, so that nobody is notified twice after a restart. */
export interface NotificationState {
  /** Somebody was notified that it is open. */
  readonly notified: boolean
  /** When each channel was notified last, wall milliseconds; the router reads and writes it. */
  readonly lastNotifiedAt: Readonly<Record<string, number>>
  /** The verdict that was announced last. Another one is to be announced as soon as nothing suppresses it. */
  readonly lastNotifiedVerdict?: Verdict
  /** Why nobody was notified, as it was found last. */
  readonly suppressedBy?: SuppressedReason
  /** Of a location: the most checks at once that knew nothing because of it. */
  readonly suppressedCount?: number
}

export const NOT_NOTIFIED: NotificationState = { notified: false, lastNotifiedAt: {} }
