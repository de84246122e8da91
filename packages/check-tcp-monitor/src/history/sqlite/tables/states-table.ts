import type { StoredState } from '../../../core/store/commits.js'
import type { Database, Statement } from '../database/open-database.js'

/** What the verdict machine left of each subject, as JSON. */
export class StatesTable {
  readonly #put: Statement<never>
  readonly #delete: Statement<never>
  readonly #all: Statement<{ readonly subject: string; readonly json: string }>

  constructor(database: Database) {
    this.#put = database.prepare(
      'INSERT INTO state (subject, json) VALUES (?1, ?2) ON CONFLICT (subject) DO UPDATE SET json = ?2',
    )
    this.#delete = database.prepare('DELETE FROM state WHERE subject = ?')
    this.#all = database.prepare('SELECT subject, json FROM state ORDER BY subject')
  }

  put({ subject, state }: StoredState): void {
    if (state === undefined) this.#delete.run(subject)
    else this.#put.run(subject, JSON.stringify(state))
  }

  all(): readonly StoredState[] {
    return this.#all.all().map(({ subject, json }) => ({ subject, state: JSON.parse(json) }))
  }
}
