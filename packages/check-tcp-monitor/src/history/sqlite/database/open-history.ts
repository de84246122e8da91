import { existsSync } from 'node:fs'
import { StoreError } from '../../../core/store/store-error.js'
import { APPLICATION_ID, MIGRATIONS } from '../schema/migrations.js'
import { type Database, openDatabase } from './open-database.js'
import { toOpenError } from './open-error.js'
import { toStoreError } from './store-failure.js'

/** Pages of the log (4 KiB each) after which a commit copies them into the database: SQLite's own default. */
const CHECKPOINT_PAGES = 1_000

/** The log is cut to so many bytes once it has grown beyond them (a purge, a reader that took long). */
const LOG_BYTES = 32 * 1_048_576

/** What is written lies at few places, and what is read again is in the system's cache as well. */
const CACHE_KIB = 8_192

function numberOf(database: Database, pragma: string): number {
  const row = database.prepare<Record<string, number>>(`PRAGMA ${pragma}`).get()
  return Object.values(row ?? {})[0] ?? 0
}

export interface WriterOptions {
  /** What opens the file; tests put faults in between. */
  readonly open?: typeof openDatabase
  /** Pages of the log after which a commit copies what nobody else has copied yet. @default 1,000 */
  readonly checkpointPages?: number
}

function prepareFile(database: Database, checkpointPages: number): void {
  database.exec('PRAGMA journal_mode = WAL')
  // NORMAL may lose the newest commits when the power goes, and with them incidents that were acknowledged.
  database.exec('PRAGMA synchronous = FULL')
  database.exec(`PRAGMA wal_autocheckpoint = ${checkpointPages}`)
  database.exec(`PRAGMA journal_size_limit = ${LOG_BYTES}`)
  tune(database)
}

function tune(database: Database): void {
  // An I/O error in mapped memory is a signal, not a result.
  database.exec('PRAGMA mmap_size = 0')
  database.exec(`PRAGMA cache_size = -${CACHE_KIB}`)
  database.exec('PRAGMA cell_size_check = ON')
  database.exec('PRAGMA trusted_schema = OFF')
}

function checkWhatItIs(database: Database, path: string): number {
  const version = numberOf(database, 'user_version')
  const id = numberOf(database, 'application_id')
  const isEmpty = numberOf(database, 'schema_version') === 0
  if (!isEmpty && id !== APPLICATION_ID) {
    throw new StoreError('STORE_FAILED', `${path} is a database of something else`)
  }
  if (version > MIGRATIONS.length) {
    const text = `${path} was written by a newer version (layout ${version}, known up to ${MIGRATIONS.length})`
    throw new StoreError('STORE_TOO_NEW', text)
  }
  return version
}

function migrate(database: Database, from: number): void {
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < from) continue
    database.exec(
      `BEGIN IMMEDIATE; ${sql}; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${index + 1}; COMMIT`,
    )
  }
}

/** @throws {StoreError} `corrupt` for a database whose pages or rows are not what they should be */
export function checkSound(database: Database, path: string): void {
  const row = database.prepare<{ quick_check: string }>('PRAGMA quick_check(1)').get()
  if (row?.quick_check === 'ok') return
  const text = `${path} is damaged; keep the file, and put a backup in its place (${row?.quick_check})`
  throw new StoreError('STORE_CORRUPT', text)
}

/**
 * Opens the history for its one writer, and brings its layout up to date.
 *
 * @throws {StoreError} `corrupt`, `too_new`, `unwritable`, `disk_full`, `locked`; the file is then as it was
 */
export function openForWriting(
  path: string,
  { open = openDatabase, checkpointPages = CHECKPOINT_PAGES }: WriterOptions = {},
): Database {
  const database = open(path)
  try {
    const version = checkWhatItIs(database, path)
    // Before anything is written to it.
    if (version > 0) checkSound(database, path)
    else database.exec('PRAGMA auto_vacuum = INCREMENTAL')
    prepareFile(database, checkpointPages)
    migrate(database, version)
    return database
  } catch (error) {
    database.close()
    throw toOpenError(error, `cannot use ${path}`, path)
  }
}

/**
 * Opens the history for copying it as it is, beside its writer.
 *
 * @throws {StoreError} `unwritable` where there is none, `too_new`, `corrupt`
 */
export function openForCopying(path: string): Database {
  return openBeside(path, () => {})
}

/**
 * Opens the history for reading, beside its writer.
 *
 * @throws {StoreError} `unwritable` where there is none, `too_new`, `too_old`, `corrupt`
 */
export function openForReading(path: string): Database {
  return openBeside(path, (version) => {
    if (version === MIGRATIONS.length) return
    const text = `${path} was written by an older version (layout ${version}, now ${MIGRATIONS.length}); start the monitor of this version once`
    throw new StoreError('STORE_TOO_OLD', text)
  })
}

function openBeside(path: string, check: (version: number) => void): Database {
  if (!existsSync(path)) throw new StoreError('STORE_UNWRITABLE', `there is no history at ${path}`)
  const database = openDatabase(path, { readOnly: true })
  try {
    check(checkWhatItIs(database, path))
    tune(database)
    return database
  } catch (error) {
    database.close()
    throw toStoreError(error, `cannot read ${path}`)
  }
}
