import type { Notice } from './notice.js'
import type { NewOutboxEntry } from './outbox.js'

/** Where a notice goes, and when. Routes are matched against the notice. */
export interface Router {
  /**
   * @param toldAt when each channel was told of the incident last, wall milliseconds, in the future where quiet hours hold
   *   the opening back; a reminder goes only where it is due, a resolve only where the opening went. Names that are no
   *   channels of the config are passed over
   * @returns what to put into the outbox, and `toldAt` as it is then; the same `toldAt` where there is nothing to tell
   */
  plan(
    notice: Notice,
    toldAt: Readonly<Record<string, number>>,
  ): {
    readonly entries: readonly NewOutboxEntry[]
    readonly toldAt: Readonly<Record<string, number>>
  }
  /** Whether one of the notices that are open keeps `notice` from being sent. */
  isInhibited(notice: Notice, open: Iterable<Notice>): boolean
  /** How long a first notice waits for others of its group, at most; part of the worst case until somebody is told. */
  readonly longestGroupWaitMs: number
}
