import { KEPT_ENTRIES } from '../../../core/store/kept-entries.js'
import type { IncidentEntry, NewIncidentEntry } from '../../../core/wire/incident-entry.js'
import type { TimelineEntry } from '../../../core/wire/timeline-entry.js'
import type { EntryPlace, PlacedEntry } from '../../pages/export-pages.js'
import type { Session } from '../connect/database.js'

interface Row {
  readonly incident: string
  readonly number: number
  readonly json: TimelineEntry
}

const { others, evidence } = KEPT_ENTRIES

/** Nobody else numbers entries of these incidents until the transaction is over. To be called before any of them is written. */
export async function lockIncidents(session: Session, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  // In one order, so that no two transactions wait for each other.
  const sql = 'SELECT id FROM incident WHERE id = ANY($1::text[]) ORDER BY id FOR UPDATE'
  await session.rows(sql, [ids])
}

/** Adds entries, in their order, to those of their incidents that are stored. Within a transaction that has locked them. */
export async function addEntries(
  session: Session,
  entries: readonly NewIncidentEntry[],
): Promise<void> {
  if (entries.length === 0) return
  await session.change(
    `INSERT INTO incident_entry (incident, number, is_evidence, json)
      SELECT t.incident, coalesce(known.last, 0) + row_number() OVER (PARTITION BY t.incident ORDER BY place),
        t.is_evidence, t.json::json
      FROM unnest($1::text[], $2::boolean[], $3::text[]) WITH ORDINALITY AS t (incident, is_evidence, json, place)
        JOIN incident ON incident.id = t.incident
        LEFT JOIN (SELECT incident, max(number) AS last FROM incident_entry
          WHERE incident = ANY($1::text[]) GROUP BY incident) AS known ON known.incident = t.incident`,
    [
      entries.map(({ incidentId }) => incidentId),
      entries.map(({ entry }) => isEvidence(entry)),
      entries.map(({ entry }) => JSON.stringify(entry)),
    ],
  )
  await dropSurplus(
    session,
    entries.map(({ incidentId }) => incidentId),
  )
}

/** Of what is more than is kept, the oldest goes behind the first ones. */
async function dropSurplus(session: Session, ids: readonly string[]): Promise<void> {
  await session.change(
    `DELETE FROM incident_entry AS old
      USING (SELECT incident, max(number) AS last FROM incident_entry WHERE incident = ANY($1::text[]) GROUP BY incident) AS known
      WHERE old.incident = known.incident AND NOT is_evidence AND number > ${others.first}
        AND number <= known.last - ${others.newest}`,
    [ids],
  )
  await session.change(
    `DELETE FROM incident_entry AS old
      USING (SELECT incident, number, row_number() OVER (PARTITION BY incident ORDER BY number) AS place,
          count(*) OVER (PARTITION BY incident) AS total
        FROM incident_entry WHERE incident = ANY($1::text[]) AND is_evidence) AS ranked
      WHERE old.incident = ranked.incident AND old.number = ranked.number
        AND place > ${evidence.first} AND place <= total - ${evidence.newest}`,
    [ids],
  )
}

/** @returns whether it is new, and its incident is there */
export async function importEntry(
  session: Session,
  { incidentId, number, entry }: IncidentEntry,
): Promise<boolean> {
  const added = await session.change(
    `INSERT INTO incident_entry (incident, number, is_evidence, json)
      SELECT $1::text, $2::bigint, $3::boolean, $4::json WHERE EXISTS (SELECT 1 FROM incident WHERE id = $1)
      ON CONFLICT (incident, number) DO NOTHING`,
    [incidentId, number, isEvidence(entry), JSON.stringify(entry)],
  )
  return added > 0
}

export async function entriesOf(session: Session, id: string): Promise<readonly IncidentEntry[]> {
  const rows = await session.rows<Row>(
    'SELECT incident, number, json FROM incident_entry WHERE incident = $1 ORDER BY number',
    [id],
  )
  return rows.map(toEntry)
}

/** By when their incidents were opened, the oldest first. */
export async function entriesAfter(
  session: Session,
  { openedAt, id, number }: EntryPlace,
  until: number,
  limit: number,
): Promise<readonly PlacedEntry[]> {
  const rows = await session.rows<Row & { readonly openedAt: number }>(
    `SELECT incident, number, entry.json AS json, opened_at AS "openedAt"
      FROM incident JOIN incident_entry AS entry ON entry.incident = incident.id
      WHERE opened_at >= $1 AND (opened_at, incident.id, number) > ($1, $2, $3) AND opened_at < $4
      ORDER BY opened_at, incident.id, number LIMIT $5`,
    [openedAt, id, number, until, limit],
  )
  return rows.map(({ openedAt: opened, ...row }) => ({ entry: toEntry(row), openedAt: opened }))
}

function isEvidence({ kind }: TimelineEntry): boolean {
  return kind === 'evidence'
}

function toEntry({ incident, number, json }: Row): IncidentEntry {
  return { incidentId: incident, number, entry: json }
}
