import type { BatchOrigin } from '../../../core/store/commits.js'
import { outrun } from '../../../core/store/store-error.js'
import type { Database, Statement } from '../database/open-database.js'

/** Up to where the batches of each source are stored, moved in the transaction of the batches themselves. */
export class SourceCursors {
  readonly #advance: Statement<never>
  readonly #get: Statement<{ readonly cursor: number }>

  constructor(database: Database) {
    this.#advance = database.prepare(
      `INSERT INTO source_cursor (source, cursor) VALUES (?1, ?2)
        ON CONFLICT (source) DO UPDATE SET cursor = ?2 WHERE ?2 > cursor AND cursor = coalesce(?3, cursor)`,
    )
    this.#get = database.prepare('SELECT cursor FROM source_cursor WHERE source = ?')
  }

  /**
   * Only within a transaction.
   *
   * @returns whether the batch is a new one, which is now to be stored
   * @throws {StoreError} `STORE_OUTRUN`
   */
  advance({ source, cursor, after }: BatchOrigin): boolean {
    if (Number(this.#advance.run(source, cursor, after ?? null).changes) > 0) return true
    if ((this.#get.get(source)?.cursor ?? cursor) < cursor) throw outrun(source)
    return false
  }
}
