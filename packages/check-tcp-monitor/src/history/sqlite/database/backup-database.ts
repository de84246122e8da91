import { open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { StoreError } from '../../../core/store/store-error.js'
import { lockFile } from './history-files.js'
import { type Database, openDatabase } from './open-database.js'
import { checkSound } from './open-history.js'
import { toStoreError } from './store-failure.js'

/**
 * Copies a database as it is at this moment while others write to it. What stands at `path` is replaced only by a whole
 * copy that was read again.
 *
 * @throws {StoreError} (as a rejection) `disk_full`, `unwritable`, `corrupt`, `failed` for a path that belongs to the
 *   history itself; `path` is then as it was
 */
export async function backupDatabase(source: Database, path: string): Promise<void> {
  if (await isOfHistory(path, source)) {
    throw new StoreError(
      'STORE_FAILED',
      `${path} belongs to the history itself; back up to another file`,
    )
  }
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

/** By whatever name or link: a copy in the place of one of these files would be the end of what it is a copy of. */
async function isOfHistory(path: string, source: Database): Promise<boolean> {
  const file = source.prepare<{ file: string }>('PRAGMA database_list').get()?.file
  if (!file) return false
  const wanted = await marksOf(path)
  for (const own of [file, lockFile(dirname(file))]) {
    for (const suffix of ['', '-wal', '-shm', '-journal']) {
      const marks = await marksOf(`${own}${suffix}`)
      if (marks.some((mark) => wanted.includes(mark))) return true
    }
  }
  return false
}

/** What a file is known by: its path without links in its folder, and its number where it is there. */
async function marksOf(path: string): Promise<readonly string[]> {
  const folder = await realpath(dirname(path)).catch(() => dirname(path))
  const found = await stat(path).catch(() => undefined)
  const number = found ? [`${found.dev}:${found.ino}`] : []
  return [join(folder, basename(path)), ...number]
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
