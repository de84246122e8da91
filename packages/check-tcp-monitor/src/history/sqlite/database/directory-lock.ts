import { hostname } from 'node:os'
import { StoreError } from '../../../core/store/store-error.js'
import { lockFile } from './history-files.js'
import { type Database, openDatabase } from './open-database.js'
import { toOpenError } from './open-error.js'

interface Owner {
  readonly who: string
}

/** A process that was killed is gone from the lock at once; this is for one that is just ending. */
const WAIT_MS = 1_000

/**
 * One monitor to a directory: an open transaction on a small database of its own, which the system lets go of when the
 * process dies, however it dies. Whoever wants the directory can still read in it who has it.
 */
export class DirectoryLock {
  readonly #database: Database

  private constructor(database: Database) {
    this.#database = database
  }

  /** @throws {StoreError} `locked`, with who has it; `unwritable` where the directory cannot be written */
  static take(directory: string): DirectoryLock {
    const path = lockFile(directory)
    const database = openDatabase(path, { busyMs: WAIT_MS })
    try {
      database.exec('CREATE TABLE IF NOT EXISTS owner (id INTEGER PRIMARY KEY, who TEXT NOT NULL)')
      const who = `process ${process.pid} on ${hostname()} since ${new Date().toISOString()}`
      database.exec('BEGIN IMMEDIATE')
      database.prepare('REPLACE INTO owner VALUES (1, ?)').run(who)
      database.exec('COMMIT')
      // Reserved, not exclusive: others may read the row.
      database.exec('BEGIN IMMEDIATE')
      return new DirectoryLock(database)
    } catch (error) {
      const known = toOpenError(error, `cannot lock ${path}`, path)
      const owner = known.code === 'STORE_LOCKED' ? ownerOf(database) : undefined
      database.close()
      if (owner === undefined) throw known
      throw new StoreError('STORE_LOCKED', `${directory} is in use by ${owner}`, { cause: error })
    }
  }

  release(): void {
    // Closing alone lets go only when the last statement is collected.
    this.#database.exec('ROLLBACK')
    this.#database.close()
  }
}

function ownerOf(database: Database): string | undefined {
  try {
    return database.prepare<Owner>('SELECT who FROM owner').get()?.who
  } catch {
    return undefined
  }
}
