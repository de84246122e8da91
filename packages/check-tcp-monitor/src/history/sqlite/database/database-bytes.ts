import { statSync } from 'node:fs'
import { databaseFile, IN_MEMORY } from './history-files.js'
import type { Database } from './open-database.js'

/** What a history takes of the disk with its log; in memory, of that. */
export function databaseBytes(database: Database, directory: string): number {
  if (directory !== IN_MEMORY) {
    const file = databaseFile(directory)
    return sizeOf(file) + sizeOf(`${file}-wal`)
  }
  const pages = database.prepare<{ page_count: number }>('PRAGMA page_count').get()?.page_count ?? 0
  const size = database.prepare<{ page_size: number }>('PRAGMA page_size').get()?.page_size ?? 0
  return pages * size
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
