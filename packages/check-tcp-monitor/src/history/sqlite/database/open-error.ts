import { StoreError } from '../../../core/store/store-error.js'
import { whyUnusable } from './path-reasons.js'
import { toStoreError } from './store-failure.js'

/** What an error of the driver means, with the system's reason where a file of the database is why. */
export function toOpenError(error: unknown, what: string, file: string): StoreError {
  const known = toStoreError(error, what)
  if (known === error || known.code !== 'STORE_UNWRITABLE') return known
  const reason = whyUnusable(file)
  if (reason === undefined) return known
  return new StoreError('STORE_UNWRITABLE', `${what}: ${reason}`, { cause: error })
}
