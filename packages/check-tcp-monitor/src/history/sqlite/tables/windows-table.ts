import type { PlannedWindow } from '../../../core/wire/planned-window.js'
import type { Database, Statement } from '../database/open-database.js'

/** Silences, or maintenance that comes once. */
export class WindowsTable {
  readonly #put: Statement<never>
  readonly #all: Statement<{ readonly json: string }>
  readonly #deleteEnded: Statement<never>

  constructor(database: Database, table: 'silence' | 'maintenance') {
    this.#put = database.prepare(`REPLACE INTO ${table} (id, until, json) VALUES (?, ?, ?)`)
    this.#all = database.prepare(`SELECT json FROM ${table} ORDER BY until, id`)
    this.#deleteEnded = database.prepare(`DELETE FROM ${table} WHERE until < ?`)
  }

  put(window: PlannedWindow): void {
    this.#put.run(window.id, Math.ceil(window.until), JSON.stringify(window))
  }

  all(): readonly PlannedWindow[] {
    // Written by `put`.
    return this.#all.all().map(({ json }) => JSON.parse(json) as PlannedWindow)
  }

  deleteEndedBefore(time: number): number {
    return Number(this.#deleteEnded.run(time).changes)
  }
}
