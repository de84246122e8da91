import { StoreError } from '../../core/store/store-error.js'
import type { ReadOnlyStore } from '../sqlite/reader/read-only-store.js'
import { readConnection } from './connect/connection.js'
import { Database } from './connect/database.js'
import { postgresQueries } from './reader/postgres-queries.js'
import { checkLayout } from './schema/migrate.js'
import { SharedOutbox } from './shared-outbox.js'

const NO_BACKUP =
  'a history in PostgreSQL is backed up by the tools of PostgreSQL, such as pg_dump; `check-tcp monitor export` writes it as text'

/**
 * Opens a history in PostgreSQL for reading, beside the hubs that write it.
 *
 * @throws {StoreError} (as a rejection) `STORE_UNREACHABLE`, `STORE_TOO_NEW`, `STORE_TOO_OLD`, `STORE_UNWRITABLE` where there is none
 */
export async function openForReading(url: string): Promise<ReadOnlyStore> {
  const database = await Database.open(await readConnection(url))
  try {
    await database.read('cannot read the history', checkLayout)
  } catch (error) {
    await database.close()
    throw error
  }
  return {
    outbox: new SharedOutbox(database),
    queries: postgresQueries(database),
    admin: { backup: refuseBackup },
    close: () => database.close(),
  }
}

/** @throws {StoreError} (as a rejection) always, with what to do instead */
export function refuseBackup(): Promise<never> {
  return Promise.reject(new StoreError('STORE_FAILED', NO_BACKUP))
}
