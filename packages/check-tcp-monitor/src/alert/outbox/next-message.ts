import { createHash } from 'node:crypto'
import type { Message } from '../../core/alert/channel.js'
import type { OutboxEntry } from '../../core/alert/outbox.js'
import { noticeId } from './notice-id.js'

/** At most as many notices in one message: what a mail or a chat can show. */
export const MAX_NOTICES = 100

/** What is to be sent next over a channel, or when to look again. */
export type Next =
  | {
      readonly kind: 'send'
      readonly message: Message
      readonly seqs: readonly number[]
      readonly tries: number
      /** Of the try before. */
      readonly lastError?: string
    }
  | {
      readonly kind: 'wait'
      readonly until: number
      /** `failed`: for the next try of a message; `early`: nothing of what was looked at is due. */
      readonly because: 'failed' | 'early'
    }
  | { readonly kind: 'nothing' }

/** After as many tries it is likely that the message itself is at fault, and not the channel. */
const HOLDING_TRIES = 3

/**
 * Chooses the next message among the entries of one channel that are still to be delivered.
 *
 * An entry whose time has come takes all of its group along, also those that still wait for company, and is never sent
 * before an older entry of the same incident: a resolve overtakes nothing. What is sent ahead of its time for that takes
 * nobody of its own group along. What failed is tried again with the same
 * entries, and so with the same key; those that came meanwhile follow. Until then it holds the whole channel back, and
 * after its third try only what belongs to the same incidents.
 *
 * @param entries by seq
 */
export function nextMessage(entries: readonly OutboxEntry[], now: number): Next {
  const failed = entries.filter(({ tries, notBefore }) => tries > 0 && notBefore > now)
  const holding = failed.filter(({ tries }) => tries < HOLDING_TRIES)
  if (holding.length > 0) return { kind: 'wait', until: earliest(holding), because: 'failed' }
  const held = new Set(failed.map(incidentOf))
  const free = entries.filter((entry) => !held.has(incidentOf(entry)))
  const due = free.find(({ tries }) => tries > 0) ?? free.find(({ notBefore }) => notBefore <= now)
  if (!due) {
    return entries.length === 0
      ? { kind: 'nothing' }
      : { kind: 'wait', until: earliest([...failed, ...free]), because: 'early' }
  }
  const head = free.find((entry) => incidentOf(entry) === incidentOf(due)) ?? due
  const chosen: OutboxEntry[] = []
  const skipped = new Set<string>()
  for (const entry of free) {
    const fits = goesWith(entry, { due, head, now }) && chosen.length < MAX_NOTICES
    if (fits && !skipped.has(incidentOf(entry))) chosen.push(entry)
    else skipped.add(incidentOf(entry))
  }
  return {
    kind: 'send',
    message: { key: keyOf(chosen), notices: chosen.map(({ notice }) => notice) },
    seqs: chosen.map(({ seq }) => seq),
    tries: head.tries,
    ...(head.lastError === undefined ? {} : { lastError: head.lastError }),
  }
}

interface Choice {
  /** Whose time has come. */
  readonly due: OutboxEntry
  /** The oldest of its incident. */
  readonly head: OutboxEntry
  readonly now: number
}

function goesWith(entry: OutboxEntry, { due, head, now }: Choice): boolean {
  if (entry.tries !== head.tries) return false
  // What failed together has the same time of its next try, and other messages have others.
  if (head.tries > 0) return entry.notBefore === head.notBefore
  if (head.notBefore <= now) return entry.group === head.group
  return entry.group === due.group || incidentOf(entry) === incidentOf(head)
}

function incidentOf({ notice }: OutboxEntry): string {
  return notice.incident.id
}

function earliest(entries: readonly OutboxEntry[]): number {
  return Math.min(...entries.map(({ notBefore }) => notBefore))
}

/** Numbers alone would begin again with a new history, and a receiver would take news for a repetition. */
function keyOf(entries: readonly OutboxEntry[]): string {
  const names = entries.map(({ seq, channel, notice }) => [seq, channel, noticeId(notice)])
  return createHash('sha256').update(JSON.stringify(names)).digest('hex').slice(0, 32)
}
