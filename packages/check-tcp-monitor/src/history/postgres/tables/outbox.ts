import type { NewOutboxEntry, OutboxEntry } from '../../../core/alert/outbox.js'
import type { OutboxUpdate } from '../../../core/store/outbox.js'
import { type OutboxRow, toOutboxEntry } from '../../outbox-row.js'
import type { Session } from '../connect/database.js'

const SELECT = `SELECT seq, channel, grp, notice::text AS notice, not_before AS "notBefore", tries,
  last_error AS "lastError", dead_at AS "deadAt" FROM outbox`

export async function addToOutbox(
  session: Session,
  entries: readonly NewOutboxEntry[],
): Promise<void> {
  if (entries.length === 0) return
  await session.change(
    `INSERT INTO outbox (channel, grp, notice, not_before, tries)
      SELECT channel, grp, notice::json, not_before, 0 FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
      WITH ORDINALITY AS t (channel, grp, notice, not_before, place) ORDER BY place`,
    [
      entries.map(({ channel }) => channel),
      entries.map(({ group }) => group),
      entries.map(({ notice }) => JSON.stringify(notice)),
      entries.map(({ notBefore }) => Math.ceil(notBefore)),
    ],
  )
}

export async function updateOutbox(session: Session, update: OutboxUpdate): Promise<void> {
  const { seqs } = update
  switch (update.kind) {
    case 'delivered':
      await session.change('DELETE FROM outbox WHERE seq = ANY($1::bigint[]) AND dead_at IS NULL', [
        seqs,
      ])
      return
    case 'later':
      await session.change(
        `UPDATE outbox SET not_before = $2, tries = tries + 1, last_error = $3
          WHERE seq = ANY($1::bigint[]) AND dead_at IS NULL`,
        [seqs, Math.ceil(update.notBefore), storable(update.error)],
      )
      return
    case 'dead':
      await session.change(
        `UPDATE outbox SET dead_at = $2, tries = tries + 1, last_error = $3
          WHERE seq = ANY($1::bigint[]) AND dead_at IS NULL`,
        [seqs, Math.floor(update.at), storable(update.error)],
      )
      return
    default:
      update satisfies never
  }
}

export async function waitingEntries(
  session: Session,
  channel: string | null = null,
  limit: number | null = null,
): Promise<readonly OutboxEntry[]> {
  const rows = await session.rows<OutboxRow>(
    `${SELECT} WHERE dead_at IS NULL AND ($1::text IS NULL OR channel = $1) ORDER BY seq LIMIT $2`,
    [channel, limit],
  )
  return rows.map(toOutboxEntry)
}

/** Those given up last first. */
export async function deadEntries(
  session: Session,
  limit: number,
): Promise<readonly OutboxEntry[]> {
  const rows = await session.rows<OutboxRow>(
    `${SELECT} WHERE dead_at IS NOT NULL ORDER BY dead_at DESC, seq DESC LIMIT $1`,
    [limit],
  )
  return rows.map(toOutboxEntry)
}

export function deleteDeadEntries(session: Session, seqs: readonly number[]): Promise<number> {
  return session.change(
    'DELETE FROM outbox WHERE seq = ANY($1::bigint[]) AND dead_at IS NOT NULL',
    [seqs],
  )
}

/** PostgreSQL keeps no NUL in a text. */
function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD')
}
