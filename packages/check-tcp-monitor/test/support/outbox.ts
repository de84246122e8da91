import type { Notice } from '../../src/core/alert/notice.js'
import type { OutboxEntry } from '../../src/core/alert/outbox.js'
import { noticeOf } from './notices.js'

/** An entry of the outbox, for what a test does not say about it. */
export function entryOf(
  seq: number,
  {
    incident,
    kind,
    ...more
  }: Partial<OutboxEntry> & {
    readonly incident?: string
    readonly kind?: Notice['kind']
  } = {},
): OutboxEntry {
  const notice = noticeOf({ kind: kind ?? 'opened', incident: { id: incident ?? `i${seq}` } })
  return { seq, channel: 'pager', group: 'all', notice, notBefore: 0, tries: 0, ...more }
}
