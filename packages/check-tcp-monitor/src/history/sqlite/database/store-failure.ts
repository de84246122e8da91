import { StoreError, type StoreErrorCode } from '../../../core/store/store-error.js'

/** Primary result codes (sqlite.org/rescode.html). */
const SQLITE = {
  perm: 3,
  busy: 5,
  locked: 6,
  readonly: 8,
  ioerr: 10,
  corrupt: 11,
  full: 13,
  cantopen: 14,
  notadb: 26,
} as const

/** Extended codes of IOERR that a full disk causes: write, fsync, truncate, and growing the index of the log. */
const IOERR_OF_FULL_DISK: ReadonlySet<number> = new Set([778, 1034, 1546, 4874])

function resultCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined
  return typeof error.errcode === 'number' ? error.errcode : undefined
}

function codeOf(resultCode: number | undefined): StoreErrorCode {
  if (resultCode === undefined) return 'STORE_FAILED'
  switch (resultCode & 0xff) {
    case SQLITE.busy:
    case SQLITE.locked:
      return 'STORE_LOCKED'
    case SQLITE.full:
      return 'STORE_DISK_FULL'
    case SQLITE.ioerr:
      return IOERR_OF_FULL_DISK.has(resultCode) ? 'STORE_DISK_FULL' : 'STORE_UNWRITABLE'
    case SQLITE.perm:
    case SQLITE.readonly:
    case SQLITE.cantopen:
      return 'STORE_UNWRITABLE'
    case SQLITE.corrupt:
    case SQLITE.notadb:
      return 'STORE_CORRUPT'
    default:
      return 'STORE_FAILED'
  }
}

const ADVICE: Partial<Record<StoreErrorCode, string>> = {
  STORE_DISK_FULL: 'the disk is full; free some space and it continues by itself',
  STORE_LOCKED: 'another process holds the database locked',
  STORE_CORRUPT: 'the database is damaged; keep the file, and put a backup in its place',
}

/** What an error of the driver means; the code comes from SQLite's result code, never from a text. */
export function toStoreError(error: unknown, what: string): StoreError {
  if (error instanceof StoreError) return error
  const code = codeOf(resultCodeOf(error))
  const own = error instanceof Error ? error.message : String(error)
  const advice = ADVICE[code]
  const text = advice === undefined ? own : `${advice} (${own})`
  return new StoreError(code, `${what}: ${text}`, { cause: error })
}
