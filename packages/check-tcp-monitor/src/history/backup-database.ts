import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Database, openDatabase } from './open-database.js'
import { checkSound } from './open-history.js'
import { toStoreError } from './store-failure.js'

/**
 * Copies a database as it is at this moment while others write to it. What stands at `path` is replaced only by a whole
 * copy that was read again.
 *
 * @throws {StoreError} (as a rejection) `disk_full`, `unwritable`, `corrupt`; `path` is then as it was
 */
export async function backupDatabase(source: Database, path: string): Promise<void> {
  const partial = `${path}.partial`
  try {
    await rm(partial, { force: true })
    await source.backup(partial)
    checkCopy(partial)
    await syncPath(partial)
    await rename(partial, path)
    await syncPath(dirname(path))
  } catch (error) {
    await rm(partial, { force: true })
    throw toStoreError(error, `cannot back up to ${path}`)
  }
}

function checkCopy(path: string): void {
  const copy = openDatabase(path)
  try {
    // One file, without a log beside it, until somebody opens it for writing.
    copy.exec('PRAGMA journal_mode = DELETE')
    checkSound(copy, path)
  } finally {
    copy.close()
  }
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
