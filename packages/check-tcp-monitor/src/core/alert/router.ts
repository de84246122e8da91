import type { Notice } from './notice.js'
import type { NewOutboxEntry } from './outbox.js'

/** What inhibitions go by. */
export type Inhibiting = Pick<Notice, 'incident' | 'tags'>

/** Where a notice goes, and when. Routes are matched against the notice. */
export interface Router {
  /**
   * @param lastNotifiedAt when each channel was notified of the incident last, wall milliseconds, in the future where
   *   quiet hours hold the opening back; a reminder goes only where it is due, a resolve only where the opening went.
   *   Names that are no channels of the config are passed over
   * @returns what to put into the outbox, and `lastNotifiedAt` as it is then; the same where there is nobody to notify
   */
  route(
    notice: Notice,
    lastNotifiedAt: Readonly<Record<string, number>>,
  ): {
    readonly entries: readonly NewOutboxEntry[]
    readonly lastNotifiedAt: Readonly<Record<string, number>>
  }
  /** Whether one of those that are open keeps `notice` from being sent. */
  isInhibited(notice: Inhibiting, open: Iterable<Inhibiting>): boolean
  /** How long a first notice waits for others of its group, at most; part of the worst case until somebody is notified. */
  readonly longestGroupWaitMs: number
}
