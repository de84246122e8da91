import type { HistoryQueries } from '../../../core/store/history-queries.js'
import type { Outbox } from '../../../core/store/outbox.js'
import type { StoreAdmin } from '../../../core/store/store-admin.js'
import { databaseFile } from '../database/history-files.js'
import type { Reads } from './history-reader.js'
import { readerMethods } from './reader-methods.js'
import { remoteRole } from './remote-role.js'

/** What reads a history beside the monitor that writes it. */
export interface ReadOnlyStore {
  readonly outbox: Pick<Outbox, 'deadLetters'>
  readonly queries: HistoryQueries
  readonly admin: Pick<StoreAdmin, 'backup'>
  close(): Promise<void>
}

/**
 * Opens a history for reading on the caller's own thread, whether a monitor runs on it or not.
 *
 * @throws {StoreError} (as a rejection of each method) `unwritable` where there is none, `too_new`, `too_old`, `corrupt`
 */
export function openReadOnly(directory: string): ReadOnlyStore {
  const { read, backup, close } = readerMethods(databaseFile(directory))
  const reads = remoteRole<Reads>(async (name, args) => read(name, args))
  return { outbox: reads, queries: reads, admin: { backup }, close }
}
