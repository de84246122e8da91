import { renameSync, rmSync, statSync } from 'node:fs'
import type { Database } from './open-database.js'

/** Where the file of a history that is open stands: where it was opened; nowhere; or another is in its place. */
export type Place = 'here' | 'gone' | 'other'

/** What tells a file from another in its place; undefined where there is none. */
export function markOf(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false })
  return found && `${found.dev}:${found.ino}`
}

/** @param mark of the file that was opened */
export function placeOf(file: string, mark: string | undefined): Place {
  const found = markOf(file)
  if (found === mark) return 'here'
  return found === undefined ? 'gone' : 'other'
}

/** Copies a database that is open, though its file has no name any more, to where it is to stand. Blocks. */
export function copyBeside(database: Database, file: string): void {
  const partial = partialOf(file)
  rmSync(partial, { force: true })
  database.exec(`VACUUM INTO '${partial.replaceAll("'", "''")}'`)
}

/**
 * Gives the copy its name. To be called when no connection to the database before is open any more: the last one that
 * closes removes the log by its path, which would be the new one's.
 */
export function putInPlace(file: string): void {
  // A log that was left behind belongs to the file before.
  for (const suffix of ['-wal', '-shm', '-journal']) rmSync(`${file}${suffix}`, { force: true })
  renameSync(partialOf(file), file)
}

function partialOf(file: string): string {
  return `${file}.partial`
}
