import { createRequire } from 'node:module'
import { StoreError } from '../../../core/store/store-error.js'
import { toOpenError } from './open-error.js'

export type SqlValue = null | number | string | Uint8Array

/** A prepared statement whose rows have the columns of `Row`; whoever writes the SQL vouches for that. */
export interface Statement<Row> {
  run(...values: readonly SqlValue[]): { readonly changes: number | bigint }
  get(...values: readonly SqlValue[]): Row | undefined
  all(...values: readonly SqlValue[]): readonly Row[]
  iterate(...values: readonly SqlValue[]): Iterable<Row>
}

/** The little of SQLite that the history calls. Synchronous: nothing else happens on the thread meanwhile. */
export interface Database {
  /** @throws what the driver throws; `toStoreError` tells what it means */
  exec(sql: string): void
  prepare<Row = never>(sql: string): Statement<Row>
  /** Copies all of it as it is now into a new file, in a thread of its own. */
  backup(path: string): Promise<void>
  close(): void
}

interface NativeDatabase {
  exec(sql: string): void
  prepare(sql: string): unknown
  close(): void
}

interface Driver {
  readonly DatabaseSync: new (path: string, options: object) => NativeDatabase
  backup(source: NativeDatabase, path: string, options: object): Promise<unknown>
}

/** Before it, a reset of the write-ahead log could corrupt a database with two connections (sqlite.org/wal.html). */
const MIN_SQLITE = [3, 51, 3] as const

/** Node 22 has the module too, but warns on stderr that it is experimental. */
const MIN_NODE = 24

/** More pages than any file has: all in one step, since a step that another connection's commit falls between starts over. */
const ALL_PAGES = 1 << 30

/** `3.51.3` is; its fixes are in no older version. */
export function isSafeSqlite(version: string): boolean {
  const parts = version.split('.').map(Number)
  for (const [index, least] of MIN_SQLITE.entries()) {
    const part = parts[index] ?? 0
    if (part !== least) return part > least
  }
  return true
}

/** The same as a package, for a Node without it; installed by who needs it, since it brings builds for eight systems. */
const DRIVER_PACKAGE = '@photostructure/sqlite'

/** @throws {StoreError} where Node has none that is fit and the package is not installed */
function loadDriver(): Driver {
  const { node, sqlite = '0' } = process.versions
  const own = Number.parseInt(node, 10) >= MIN_NODE && isSafeSqlite(sqlite)
  const module: unknown = own ? process.getBuiltinModule('node:sqlite') : loadPackage()
  // Both have the same interface, of which `Driver` is a part; the driver's tests call all of it.
  return module as Driver
}

function loadPackage(): unknown {
  try {
    return createRequire(import.meta.url)(DRIVER_PACKAGE)
  } catch (cause) {
    if (!isNotInstalled(cause)) throw cause
    throw new StoreError('STORE_FAILED', missingDriver(process.versions), { cause })
  }
}

function isNotInstalled(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND'
}

/** What to do where the history cannot be kept with what is installed. */
export function missingDriver({
  node,
  sqlite,
}: {
  readonly node: string
  readonly sqlite?: string | undefined
}): string {
  const has =
    Number.parseInt(node, 10) < MIN_NODE || sqlite === undefined
      ? `Node ${node} has no SQLite that is ready for use`
      : `Node ${node} has SQLite ${sqlite}, which may corrupt a database`
  return `the history needs SQLite, and ${has}: run npm install ${DRIVER_PACKAGE}, or use a newer Node ${Math.max(MIN_NODE, Number.parseInt(node, 10))}`
}

/**
 * Opens a database file, which is made where there is none, or one in memory (`:memory:`).
 *
 * @throws {StoreError} `unwritable` where the file cannot be opened; `failed` for a SQLite that may corrupt it
 */
export function openDatabase(
  path: string,
  {
    readOnly = false,
    busyMs = 5_000,
  }: { readonly readOnly?: boolean; readonly busyMs?: number } = {},
): Database {
  const { DatabaseSync, backup } = loadDriver()
  let native: NativeDatabase
  try {
    native = new DatabaseSync(path, { readOnly, timeout: busyMs })
  } catch (error) {
    throw toOpenError(error, `cannot open ${path}`, path)
  }
  const database: Database = {
    exec: (sql) => native.exec(sql),
    prepare: <Row>(sql: string) => native.prepare(sql) as Statement<Row>,
    backup: async (to) => {
      await backup(native, to, { rate: ALL_PAGES })
    },
    close: () => native.close(),
  }
  const version = sqliteVersion(database, path)
  if (isSafeSqlite(version)) return database
  native.close()
  throw new StoreError(
    'STORE_FAILED',
    `SQLite ${version} may corrupt a database in WAL mode; ${MIN_SQLITE.join('.')} or newer is needed`,
  )
}

function sqliteVersion(database: Database, path: string): string {
  try {
    return database.prepare<{ v: string }>('SELECT sqlite_version() AS v').get()?.v ?? '0'
  } catch (error) {
    // The first statement of all reads the file, and finds out when it is none of SQLite's.
    database.close()
    throw toOpenError(error, `cannot open ${path}`, path)
  }
}
