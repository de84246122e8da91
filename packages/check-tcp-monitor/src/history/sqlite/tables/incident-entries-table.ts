import { KEPT_ENTRIES } from '../../../core/store/kept-entries.js'
import type { IncidentEntry, NewIncidentEntry } from '../../../core/wire/incident-entry.js'
import type { TimelineEntry } from '../../../core/wire/timeline-entry.js'
import type { EntryPlace, PlacedEntry } from '../../pages/export-pages.js'
import type { Database, Statement } from '../database/open-database.js'

interface Row {
  readonly incident: string
  readonly number: number
  readonly json: string
}

interface PlacedRow extends Row {
  readonly openedAt: number
}

const { others, evidence } = KEPT_ENTRIES

/**
 * What is kept with incidents, by incident and number. A trigger deletes it with its incident. Of what is more than is kept, the
 * oldest goes behind the first ones.
 */
export class IncidentEntriesTable {
  readonly #add: Statement<never>
  readonly #import: Statement<never>
  readonly #drop: Statement<never>
  readonly #dropEvidence: Statement<never>
  readonly #of: Statement<Row>
  readonly #after: Statement<PlacedRow>

  constructor(database: Database) {
    this.#add = database.prepare(
      `INSERT INTO incident_entry (incident, number, is_evidence, json)
        SELECT ?1, (SELECT coalesce(max(number), 0) + 1 FROM incident_entry WHERE incident = ?1), ?2, ?3
        WHERE EXISTS (SELECT 1 FROM incident WHERE id = ?1)`,
    )
    this.#import = database.prepare(
      `INSERT INTO incident_entry (incident, number, is_evidence, json) SELECT ?1, ?2, ?3, ?4
        WHERE EXISTS (SELECT 1 FROM incident WHERE id = ?1) ON CONFLICT (incident, number) DO NOTHING`,
    )
    this.#drop = database.prepare(
      `DELETE FROM incident_entry WHERE incident = ?1 AND is_evidence = 0 AND number > ${others.first}
        AND number <= (SELECT max(number) FROM incident_entry WHERE incident = ?1) - ${others.newest}`,
    )
    this.#dropEvidence = database.prepare(
      `DELETE FROM incident_entry WHERE incident = ?1 AND number IN (
        SELECT number FROM (
          SELECT number, row_number() OVER (ORDER BY number) AS place, count(*) OVER () AS total
          FROM incident_entry WHERE incident = ?1 AND is_evidence = 1
        ) WHERE place > ${evidence.first} AND place <= total - ${evidence.newest})`,
    )
    this.#of = database.prepare(
      'SELECT incident, number, json FROM incident_entry WHERE incident = ? ORDER BY number',
    )
    this.#after = database.prepare(
      `SELECT incident, number, entry.json AS json, opened_at AS openedAt
        FROM incident JOIN incident_entry AS entry ON entry.incident = incident.id
        WHERE opened_at >= ?1 AND (opened_at, incident.id, number) > (?1, ?2, ?3) AND opened_at < ?4
        ORDER BY opened_at, incident.id, number LIMIT ?5`,
    )
  }

  addAll(entries: readonly NewIncidentEntry[]): void {
    for (const { incidentId, entry } of entries) {
      this.#add.run(incidentId, isEvidence(entry), JSON.stringify(entry))
      this.#drop.run(incidentId)
      if (isEvidence(entry)) this.#dropEvidence.run(incidentId)
    }
  }

  /** @returns whether it is new, and its incident is there */
  import({ incidentId, number, entry }: IncidentEntry): boolean {
    const json = JSON.stringify(entry)
    return Number(this.#import.run(incidentId, number, isEvidence(entry), json).changes) > 0
  }

  of(incidentId: string): readonly IncidentEntry[] {
    return this.#of.all(incidentId).map(toEntry)
  }

  /** By when their incidents were opened, the oldest first. */
  after(place: EntryPlace, until: number, limit: number): readonly PlacedEntry[] {
    return this.#after
      .all(place.openedAt, place.id, place.number, until, limit)
      .map(({ openedAt, ...row }) => ({ entry: toEntry(row), openedAt }))
  }
}

function isEvidence({ kind }: TimelineEntry): number {
  return Number(kind === 'evidence')
}

function toEntry({ incident, number, json }: Row): IncidentEntry {
  // Written by `addAll`.
  return { incidentId: incident, number, entry: JSON.parse(json) as TimelineEntry }
}
