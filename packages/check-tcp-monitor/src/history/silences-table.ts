import type { Silence } from '../core/store.js'
import type { Database, Statement } from './open-database.js'

export class SilencesTable {
  readonly #put: Statement<never>
  readonly #all: Statement<{ readonly json: string }>
  readonly #deleteEnded: Statement<never>

  constructor(database: Database) {
    this.#put = database.prepare('REPLACE INTO silence (id, until, json) VALUES (?, ?, ?)')
    this.#all = database.prepare('SELECT json FROM silence ORDER BY until, id')
    this.#deleteEnded = database.prepare('DELETE FROM silence WHERE until < ?')
  }

  put(silence: Silence): void {
    this.#put.run(silence.id, Math.ceil(silence.until), JSON.stringify(silence))
  }

  all(): readonly Silence[] {
    // Written by `put`.
    return this.#all.all().map(({ json }) => JSON.parse(json) as Silence)
  }

  deleteEndedBefore(time: number): number {
    return Number(this.#deleteEnded.run(time).changes)
  }
}
