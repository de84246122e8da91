import { StoreError, type StoreErrorCode } from '../../../core/store/store-error.js'

/** SQLSTATE by its first two or all five characters (postgresql.org/docs/current/errcodes-appendix.html). */
const CODES: Readonly<Record<string, StoreErrorCode>> = {
  '08': 'STORE_UNREACHABLE',
  // The server shuts down, starts, or has no connection left.
  '57P': 'STORE_UNREACHABLE',
  '53300': 'STORE_UNREACHABLE',
  // No such account, a wrong password, no such database.
  '28': 'STORE_UNREACHABLE',
  '3D': 'STORE_UNREACHABLE',
  '53100': 'STORE_DISK_FULL',
  '55P03': 'STORE_LOCKED',
  '42501': 'STORE_UNWRITABLE',
  '25006': 'STORE_UNWRITABLE',
  XX001: 'STORE_CORRUPT',
  XX002: 'STORE_CORRUPT',
}

/** Somebody else was in the way: the same again is likely to work. */
const PASSING: ReadonlySet<string> = new Set(['40001', '40P01'])

/** The SQLSTATE of what the server answered; undefined for everything else. */
export function stateOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('severity' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

export function isPassing(error: unknown): boolean {
  return PASSING.has(stateOf(error) ?? '')
}

/** Nothing more can be asked over it: a socket's error, one that is late, or the driver's own of one that has ended. */
export function isOfConnection(error: unknown): boolean {
  return !isOwn(error) && stateOf(error) === undefined
}

/** Not of the driver. */
function isOwn(error: unknown): error is Error {
  return (
    error instanceof StoreError ||
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof SyntaxError
  )
}

function codeOf(error: unknown): StoreErrorCode {
  const state = stateOf(error)
  if (state === undefined) return 'STORE_UNREACHABLE'
  return (
    CODES[state] ??
    CODES[state.slice(0, 3)] ??
    CODES[state.slice(0, 2)] ??
    ('STORE_FAILED' as const)
  )
}

/** What an error of the driver means; the code comes from SQLSTATE, never from a text. */
export function toStoreError(error: unknown, what: string): StoreError {
  if (error instanceof StoreError) return error
  if (isOwn(error))
    return new StoreError('STORE_FAILED', `${what}: ${error.message}`, { cause: error })
  return new StoreError(codeOf(error), `${what}: ${reasonOf(error)}`, { cause: error })
}

/** In words, also where the driver has tried several addresses, of which each has failed. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) {
    return [...new Set(error.errors.map(reasonOf))].join('; ')
  }
  if (!(error instanceof Error)) return String(error)
  return error.message === '' && 'code' in error ? String(error.code) : error.message
}
