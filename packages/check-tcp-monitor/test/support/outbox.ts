import type { Notice } from '../../src/core/alert/notice.js'
import type { OutboxEntry } from '../../src/core/alert/outbox.js'
import type { Store } from '../../src/core/store/store.js'
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

/** What a store is still to deliver over a channel. */
export async function waitingFor(
  { queries }: Pick<Store, 'queries'>,
  channel: string,
): Promise<readonly OutboxEntry[]> {
  const { outbox } = await queries.remembered()
  return outbox.filter((entry) => entry.channel === channel)
}
