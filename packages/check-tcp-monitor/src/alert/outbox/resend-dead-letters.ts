import type { NewOutboxEntry, OutboxEntry } from '../../core/alert/outbox.js'
import type { Store } from '../../core/store/store.js'
import type { Incident } from '../../core/wire/incident.js'

/** Dead letters that are looked at: more than one retention keeps of a channel that refuses everything. */
export const MAX_DEAD_LETTERS = 10_000

/** Which dead letters are meant; everything that is given must fit, and nothing given is all of them. */
interface DeadLetterQuery {
  /** Their ids (`OutboxEntry.seq`). */
  readonly ids?: readonly number[] | undefined
  readonly channel?: string | undefined
}

/** Those of the letters that are meant. */
export function chooseDeadLetters(
  letters: readonly OutboxEntry[],
  { ids, channel }: DeadLetterQuery,
): readonly OutboxEntry[] {
  const wanted = ids && new Set(ids)
  return letters.filter(
    (each) =>
      (wanted === undefined || wanted.has(each.seq)) &&
      (channel === undefined || each.channel === channel),
  )
}

/** What became of dead letters that were to be sent again. */
export interface Resent {
  readonly resent: number
  /** Those of channels removed from the config. */
  readonly skipped: number
  /** Ids that no dead letter has; where there are any, nothing was sent. */
  readonly unknown: readonly number[]
}

interface ResendOptions {
  readonly store: Pick<Store, 'commit' | 'outbox' | 'queries'>
  /** The channels of the config, by name. */
  readonly channels: ReadonlySet<string>
  /** Wall milliseconds. */
  readonly now: number
}

/**
 * Puts dead letters back into the outbox, over the channel that did not take them. Of an incident that is still open one
 * notice goes out, as it is now: what was true when it was given up may be so no more. Of one that is over all go out as
 * they were, and its end after them, so that it stays open nowhere.
 *
 * @throws {StoreError} (as a rejection) where the history does not serve; dead letters are then where they were, or are
 *   sent twice, and never lost
 */
export async function resendDeadLetters(
  query: DeadLetterQuery,
  { store, channels, now }: ResendOptions,
): Promise<Resent> {
  const letters = await store.outbox.deadLetters(MAX_DEAD_LETTERS)
  const known = new Set(letters.map(({ seq }) => seq))
  const unknown = (query.ids ?? []).filter((id) => !known.has(id))
  if (unknown.length > 0) return { resent: 0, skipped: 0, unknown }
  const chosen = chooseDeadLetters(letters, query)
  const sent = chosen.filter(({ channel }) => channels.has(channel))
  const outbox: NewOutboxEntry[] = []
  for (const each of byIncident(sent)) {
    const incident = await store.queries.incident(each[0].notice.incident.id)
    outbox.push(...entriesFor(each, incident, now))
  }
  if (sent.length > 0) {
    await store.commit({ observations: [], outbox })
    await store.outbox.deleteDeadLetters(sent.map(({ seq }) => seq))
  }
  return { resent: sent.length, skipped: chosen.length - sent.length, unknown: [] }
}

type Letters = [OutboxEntry, ...OutboxEntry[]]

/** Those of one channel and incident together, in the order of events. */
function byIncident(letters: readonly OutboxEntry[]): Iterable<Letters> {
  const found = new Map<string, Letters>()
  for (const each of [...letters].sort((a, b) => a.seq - b.seq)) {
    const key = JSON.stringify([each.channel, each.notice.incident.id])
    const known = found.get(key)
    if (known) known.push(each)
    else found.set(key, [each])
  }
  return found.values()
}

function entriesFor(
  letters: Letters,
  incident: Incident | undefined,
  now: number,
): readonly NewOutboxEntry[] {
  const [first] = letters
  const { channel, group } = first
  const last = letters.at(-1) ?? first
  const common = { channel, group, notBefore: now }
  if (incident && incident.closedAt === undefined) {
    return [{ ...common, notice: { ...last.notice, kind: first.notice.kind, at: now, incident } }]
  }
  const entries = letters.map(({ notice }) => ({ ...common, notice }))
  if (!incident?.closedAt || last.notice.kind === 'resolved') return entries
  const end = { ...last.notice, kind: 'resolved', at: incident.closedAt, incident } as const
  return [...entries, { ...common, notice: end }]
}
