import type { StoredState } from '../../../core/store/commits.js'
import type { StateKey } from '../../../core/store/state-key.js'
import type { Database, Statement } from '../database/open-database.js'

/** What the verdict machine left of each subject, as JSON. */
export class StatesTable {
  readonly #put: Statement<never>
  readonly #delete: Statement<never>
  readonly #all: Statement<StateKey & { readonly json: string }>

  constructor(database: Database) {
    this.#put = database.prepare(
      'REPLACE INTO state (kind, id, location, json) VALUES (?, ?, ?, ?)',
    )
    this.#delete = database.prepare('DELETE FROM state WHERE kind = ? AND id = ? AND location = ?')
    this.#all = database.prepare(
      'SELECT kind, id, location, json FROM state ORDER BY kind, id, location',
    )
  }

  put({ kind, id, location, state }: StoredState): void {
    if (state === undefined) this.#delete.run(kind, id, location)
    else this.#put.run(kind, id, location, JSON.stringify(state))
  }

  all(): readonly StoredState[] {
    return this.#all.all().map(({ json, ...key }) => ({ ...key, state: JSON.parse(json) }))
  }
}
