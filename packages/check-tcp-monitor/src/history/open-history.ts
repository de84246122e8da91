import type { Store } from '../core/store/store.js'
import { PostgresStore } from './postgres/postgres-store.js'
import { openForReading } from './postgres/read-only.js'
import { openReadOnly, type ReadOnlyStore } from './sqlite/reader/read-only-store.js'
import { ThreadedStore } from './sqlite/threads/threaded-store.js'

/** What of a config says where its history is. */
interface HistoryConfig {
  /** Of its SQLite. */
  readonly directory: string
  /** With the URL of a PostgreSQL, where the history is there. */
  readonly hub?: { readonly database?: string }
}

/**
 * Opens the history of a config for reading, whether a monitor runs on it or not.
 *
 * @throws {StoreError} (as a rejection, also of each method) where there is none, or it cannot be read
 */
export async function openHistoryReadOnly({
  directory,
  hub,
}: HistoryConfig): Promise<ReadOnlyStore> {
  return hub?.database === undefined ? openReadOnly(directory) : openForReading(hub.database)
}

/**
 * Opens the history of a config for writing. One in SQLite has one writer, one in PostgreSQL any number.
 *
 * @throws {StoreError} (as a rejection)
 */
export function openHistory({ directory, hub }: HistoryConfig): Promise<Store> {
  return hub?.database === undefined
    ? ThreadedStore.open({ directory })
    : PostgresStore.open({ url: hub.database })
}
