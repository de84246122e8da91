import { createHash } from 'node:crypto'
import type { Message } from '../core/channel.js'
import type { OutboxEntry } from '../core/outbox.js'
import { noticeId } from './notice-id.js'

/** At most as many notices in one message: what a mail or a chat can show. */
export const MOST_NOTICES = 100

/** What is to be sent next over a channel, or when to look again. */
export type Next =
  | {
      readonly kind: 'send'
      readonly message: Message
      readonly seqs: readonly number[]
      readonly tries: number
    }
  | {
      readonly kind: 'wait'
      readonly until: number
      /** `failed`: for the next try of a message; `early`: nothing of what was looked at is due. */
      readonly because: 'failed' | 'early'
    }
  | { readonly kind: 'nothing' }

/**
 * Chooses the next message among the entries of one channel that are still to be delivered.
 *
 * An entry whose time has come takes all of its group along, also those that still wait for company, and is never sent
 * before an older entry of the same incident: a resolve overtakes nothing. What failed holds the whole channel back until
 * its next try, which is made with the same entries, and so with the same key; those that came meanwhile follow.
 *
 * @param entries by seq
 */
export function nextMessage(entries: readonly OutboxEntry[], now: number): Next {
  const failed = entries.filter(({ tries, notBefore }) => tries > 0 && notBefore > now)
  if (failed.length > 0) return { kind: 'wait', until: earliest(failed), because: 'failed' }
  const due =
    entries.find(({ tries }) => tries > 0) ?? entries.find(({ notBefore }) => notBefore <= now)
  if (!due) {
    return entries.length === 0
      ? { kind: 'nothing' }
      : { kind: 'wait', until: earliest(entries), because: 'early' }
  }
  const head = firstOf(entries, due)
  const chosen: OutboxEntry[] = []
  const skipped = new Set<string>()
  for (const entry of entries) {
    const incident = entry.notice.incident.id
    const fits =
      entry.group === head.group && entry.tries === head.tries && chosen.length < MOST_NOTICES
    if (fits && !skipped.has(incident)) chosen.push(entry)
    else skipped.add(incident)
  }
  return {
    kind: 'send',
    message: { key: keyOf(chosen), notices: chosen.map(({ notice }) => notice) },
    seqs: chosen.map(({ seq }) => seq),
    tries: head.tries,
  }
}

/** The oldest entry of the same incident. */
function firstOf(entries: readonly OutboxEntry[], entry: OutboxEntry): OutboxEntry {
  const { id } = entry.notice.incident
  return entries.find(({ notice }) => notice.incident.id === id) ?? entry
}

function earliest(entries: readonly OutboxEntry[]): number {
  return Math.min(...entries.map(({ notBefore }) => notBefore))
}

/** Numbers alone would begin anew with a new history, and a receiver would take news for a repetition. */
function keyOf(entries: readonly OutboxEntry[]): string {
  const names = entries.map(({ seq, channel, notice }) => [seq, channel, noticeId(notice)])
  return createHash('sha256').update(JSON.stringify(names)).digest('hex').slice(0, 32)
}
