import { MakeDirectoryError } from 'check-tcp/errors'
import { makeDirectory } from 'check-tcp/files'
import { StoreError } from '../../../core/store/store-error.js'
import { DirectoryLock } from '../database/directory-lock.js'
import { databaseFile, IN_MEMORY } from '../database/history-files.js'
import type { Database } from '../database/open-database.js'
import { openForWriting, type WriterOptions } from '../database/open-history.js'
import { HistoryWriter, type WriterSettings } from './history-writer.js'

const ADVICE = 'put that right, or name another folder under `directory` of the config'

/** The one writer of a directory, which is locked for it. */
export interface OpenWriter {
  readonly writer: HistoryWriter
  close(): void
}

/**
 * @throws {StoreError} `locked` with who has the directory, `corrupt`, `too_new`, `unwritable`, `disk_full`
 */
export function openWriter(
  directory: string,
  options: WriterOptions & WriterSettings = {},
): OpenWriter {
  const lock = directory === IN_MEMORY ? undefined : lockDirectory(directory)
  try {
    const database = openForWriting(databaseFile(directory), options)
    const close = () => {
      emptyLog(database)
      database.close()
      lock?.release()
    }
    try {
      return { writer: new HistoryWriter(database, options), close }
    } catch (error) {
      database.close()
      throw error
    }
  } catch (error) {
    lock?.release()
    throw error
  }
}

/** What is left of a history that was closed is one whole file. */
function emptyLog(database: Database): void {
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } catch {
    // A full disk, or a reader: then the log stays beside it, as after a crash.
  }
}

function lockDirectory(directory: string): DirectoryLock {
  makeHistoryDirectory(directory)
  return DirectoryLock.take(directory)
}

/** @throws {StoreError} `unwritable`, with the system's reason, the user and what to do */
export function makeHistoryDirectory(directory: string): void {
  try {
    // What was measured tells much of a network: nobody else's business.
    makeDirectory(directory, 0o700)
  } catch (error) {
    if (!(error instanceof MakeDirectoryError)) throw error
    throw new StoreError('STORE_UNWRITABLE', `${error.message}; ${ADVICE}`, { cause: error })
  }
}
