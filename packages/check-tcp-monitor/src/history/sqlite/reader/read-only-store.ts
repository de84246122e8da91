import type { Store } from '../../../core/store.js'
import { databaseFile } from '../database/history-files.js'
import { readerMethods } from './reader-methods.js'

/** What reads a history beside the monitor that writes it. */
export type ReadOnlyStore = Pick<
  Store,
  | 'remembered'
  | 'deadLetters'
  | 'results'
  | 'rollups'
  | 'summary'
  | 'incidents'
  | 'incident'
  | 'exportPage'
  | 'backup'
  | 'close'
>

/**
 * Opens a history for reading on the caller's own thread, whether a monitor runs on it or not.
 *
 * @throws {StoreError} (as a rejection of each method) `unwritable` where there is none, `too_new`, `corrupt`
 */
export function openReadOnly(directory: string): ReadOnlyStore {
  const methods = readerMethods(databaseFile(directory))
  return {
    remembered: async () => methods.remembered(),
    deadLetters: async (limit) => methods.deadLetters(limit),
    results: async (query) => methods.results(query),
    rollups: async (checkId, level, window) => methods.rollups(checkId, level, window),
    summary: async (checkId, window) => methods.summary(checkId, window),
    incidents: async (query) => methods.incidents(query),
    incident: async (id) => methods.incident(id),
    exportPage: async (query) => methods.exportPage(query),
    backup: (path) => methods.backup(path),
    close: () => methods.close(),
  }
}
