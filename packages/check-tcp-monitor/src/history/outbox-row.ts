import type { OutboxEntry } from '../core/alert/outbox.js'
import { readNotice } from '../core/alert/stored-notice.js'

/** An entry of the outbox as a database gives it. */
export interface OutboxRow {
  readonly seq: number
  readonly channel: string
  readonly grp: string
  readonly notice: string
  readonly notBefore: number
  readonly tries: number
  readonly lastError: string | null
  readonly deadAt: number | null
}

export function toOutboxEntry(row: OutboxRow): OutboxEntry {
  const { seq, channel, grp, notice, notBefore, tries, lastError, deadAt } = row
  return {
    ...{ seq, channel, group: grp, notice: readNotice(notice), notBefore, tries },
    ...(lastError === null ? {} : { lastError }),
    ...(deadAt === null ? {} : { deadAt }),
  }
}
