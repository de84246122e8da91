import type { IncidentQuery } from '../../../core/store/history-queries.js'
import type { Incident } from '../../../core/wire/incident.js'
import type { IncidentPlace } from '../../pages/incident-pages.js'
import type { Database, Statement } from '../database/open-database.js'

interface Row {
  readonly json: string
}

/** Incidents by id. An index holds that a subject has at most one that is open, seen from one location. */
export class IncidentsTable {
  readonly #put: Statement<never>
  readonly #open: Statement<Row>
  readonly #byId: Statement<Row>
  readonly #find: Statement<Row>
  readonly #after: Statement<Row>
  readonly #openOf: Statement<Row>
  readonly #deleteClosed: Statement<never>

  constructor(database: Database) {
    this.#put = database.prepare(
      `INSERT INTO incident (id, subject, subject_id, opened_at, closed_at, json, location)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO UPDATE
        SET subject = ?2, subject_id = ?3, opened_at = ?4, closed_at = ?5, json = ?6, location = ?7`,
    )
    this.#open = database.prepare(
      'SELECT json FROM incident WHERE closed_at IS NULL ORDER BY opened_at, id',
    )
    this.#byId = database.prepare('SELECT json FROM incident WHERE id = ?')
    this.#find = database.prepare(
      `SELECT json FROM incident WHERE opened_at < ?1 AND (closed_at IS NULL OR closed_at >= ?2)
        AND (?3 IS NULL OR subject_id = ?3) AND (?4 IS NULL OR (closed_at IS NULL) = ?4)
        AND (?5 IS NULL OR subject = ?5) AND (?9 IS NULL OR location = ?9) AND (?6 IS NULL OR (opened_at, id) < (?6, ?7))
        ORDER BY opened_at DESC, id DESC LIMIT ?8`,
    )
    this.#after = database.prepare(
      `SELECT json FROM incident WHERE (opened_at, id) > (?, ?) AND opened_at < ?
        ORDER BY opened_at, id LIMIT ?`,
    )
    this.#openOf = database.prepare(
      'SELECT json FROM incident WHERE subject = ? AND subject_id = ? AND location = ? AND closed_at IS NULL',
    )
    this.#deleteClosed = database.prepare(
      'DELETE FROM incident WHERE id IN (SELECT id FROM incident WHERE closed_at < ? LIMIT ?)',
    )
  }

  /** Those that close go first: what one batch closes and what it opens may have one subject. */
  putAll(incidents: readonly Incident[]): void {
    const closed = incidents.filter(({ closedAt }) => closedAt !== undefined)
    const open = incidents.filter(({ closedAt }) => closedAt === undefined)
    for (const incident of [...closed, ...open]) {
      const { id, subject, subjectId, location, openedAt, closedAt } = incident
      const end = closedAt === undefined ? null : Math.floor(closedAt)
      const json = JSON.stringify(incident)
      this.#put.run(id, subject, subjectId, Math.floor(openedAt), end, json, location)
    }
  }

  open(): readonly Incident[] {
    return this.#open.all().map(toIncident)
  }

  hasOpen({ subject, subjectId, location }: Incident): boolean {
    return this.#openOf.get(subject, subjectId, location) !== undefined
  }

  byId(id: string): Incident | undefined {
    const row = this.#byId.get(id)
    return row && toIncident(row)
  }

  /** Those that were open at some time of the window, the newest first, from before a place. */
  find(
    { subject, subjectId, location, open, from, until }: IncidentQuery,
    after: IncidentPlace | undefined,
    limit: number,
  ): readonly Incident[] {
    return this.#find
      .all(
        until ?? Number.MAX_SAFE_INTEGER,
        from ?? Number.MIN_SAFE_INTEGER,
        subjectId ?? null,
        open === undefined ? null : Number(open),
        subject ?? null,
        after ? Math.floor(after.openedAt) : null,
        after?.id ?? null,
        limit,
        location ?? null,
      )
      .map(toIncident)
  }

  /** By when they were opened, the oldest first. */
  after(openedAt: number, id: string, until: number, limit: number): readonly Incident[] {
    return this.#after.all(openedAt, id, until, limit).map(toIncident)
  }

  deleteClosedBefore(time: number, limit: number): number {
    return Number(this.#deleteClosed.run(time, limit).changes)
  }
}

function toIncident({ json }: Row): Incident {
  // Written by `putAll`.
  return JSON.parse(json) as Incident
}
