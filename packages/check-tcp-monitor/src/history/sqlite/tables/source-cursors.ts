import type { BatchOrigin } from '../../../core/store/commits.js'
import type { Database, Statement } from '../database/open-database.js'

/** Up to where the batches of each source are stored, moved in the transaction of the batches themselves. */
export class SourceCursors {
  readonly #advance: Statement<never>

  constructor(database: Database) {
    this.#advance = database.prepare(
      `INSERT INTO source_cursor (source, cursor) VALUES (?1, ?2)
        ON CONFLICT (source) DO UPDATE SET cursor = ?2 WHERE ?2 > cursor`,
    )
  }

  /** Only within a transaction. @returns whether the batch is a new one, which is now to be stored */
  advance({ source, cursor }: BatchOrigin): boolean {
    return Number(this.#advance.run(source, cursor).changes) > 0
  }
}
