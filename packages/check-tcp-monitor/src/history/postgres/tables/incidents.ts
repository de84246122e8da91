import type { IncidentQuery } from '../../../core/store/history-queries.js'
import type { Incident } from '../../../core/wire/incident.js'
import type { IncidentPlace } from '../../pages/incident-pages.js'
import type { Session } from '../connect/database.js'

interface Row {
  readonly json: Incident
}

/** Inserted, or replaced by id. Those that close are written before those that open: what one batch closes and what it opens may have one subject. */
export async function putIncidents(
  session: Session,
  incidents: readonly Incident[],
): Promise<void> {
  const byId = new Map(incidents.map((incident) => [incident.id, incident]))
  const isOpen = ({ closedAt }: Incident) => Number(closedAt === undefined)
  const all = [...byId.values()].sort((a, b) => isOpen(a) - isOpen(b))
  if (all.length === 0) return
  await session.change(
    `INSERT INTO incident SELECT id, subject, subject_id, location, opened_at, closed_at, json::json
      FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[])
      AS t (id, subject, subject_id, location, opened_at, closed_at, json)
      ON CONFLICT (id) DO UPDATE SET subject = excluded.subject, subject_id = excluded.subject_id,
        location = excluded.location, opened_at = excluded.opened_at, closed_at = excluded.closed_at, json = excluded.json`,
    [
      all.map(({ id }) => id),
      all.map(({ subject }) => subject),
      all.map(({ subjectId }) => subjectId),
      all.map(({ location }) => location),
      all.map(({ openedAt }) => Math.floor(openedAt)),
      all.map(({ closedAt }) => (closedAt === undefined ? null : Math.floor(closedAt))),
      all.map((incident) => JSON.stringify(incident)),
    ],
  )
}

export function openIncidents(session: Session): Promise<readonly Incident[]> {
  return read(session, 'WHERE closed_at IS NULL ORDER BY opened_at, id', [])
}

export async function incidentById(session: Session, id: string): Promise<Incident | undefined> {
  return (await read(session, 'WHERE id = $1', [id]))[0]
}

export async function hasOpen(
  session: Session,
  { subject, subjectId, location }: Incident,
): Promise<boolean> {
  const found = await read(
    session,
    'WHERE subject = $1 AND subject_id = $2 AND location = $3 AND closed_at IS NULL',
    [subject, subjectId, location],
  )
  return found.length > 0
}

/** Those that were open at some time of the window, the newest first, from before a place. */
export function findIncidents(
  session: Session,
  { subject, subjectId, location, open, from, until }: IncidentQuery,
  after: IncidentPlace | undefined,
  limit: number,
): Promise<readonly Incident[]> {
  return read(
    session,
    `WHERE opened_at < $1 AND (closed_at IS NULL OR closed_at >= $2)
      AND ($3::text IS NULL OR subject_id = $3) AND ($4::boolean IS NULL OR (closed_at IS NULL) = $4)
      AND ($5::text IS NULL OR subject = $5) AND ($6::text IS NULL OR location = $6)
      AND ($7::bigint IS NULL OR (opened_at, id) < ($7, $8::text))
      ORDER BY opened_at DESC, id DESC LIMIT $9`,
    [
      Math.ceil(until ?? Number.MAX_SAFE_INTEGER),
      Math.ceil(from ?? Number.MIN_SAFE_INTEGER),
      subjectId ?? null,
      open ?? null,
      subject ?? null,
      location ?? null,
      after ? Math.floor(after.openedAt) : null,
      after?.id ?? null,
      limit,
    ],
  )
}

/** By when they were opened, the oldest first. */
export function incidentsAfter(
  session: Session,
  { openedAt, id }: IncidentPlace,
  until: number,
  limit: number,
): Promise<readonly Incident[]> {
  return read(
    session,
    'WHERE (opened_at, id) > ($1, $2) AND opened_at < $3 ORDER BY opened_at, id LIMIT $4',
    [openedAt, id, until, limit],
  )
}

async function read(
  session: Session,
  rest: string,
  values: readonly unknown[],
): Promise<readonly Incident[]> {
  // Written by `putIncidents`.
  return (await session.rows<Row>(`SELECT json FROM incident ${rest}`, values)).map(
    ({ json }) => json,
  )
}
