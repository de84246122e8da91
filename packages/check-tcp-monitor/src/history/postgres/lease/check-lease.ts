import { StoreError } from '../../../core/store/store-error.js'
import type { Session } from '../connect/database.js'

/** The row of the one lease that there is. */
export const LEASE = 'lead'

/**
 * Holds the lease as it is until the transaction is over, so that nobody takes it before what was judged under it is stored.
 *
 * @param token undefined: nothing was judged
 * @throws {StoreError} (as a rejection) `STORE_FENCED` where another hub has taken it
 */
export async function checkLease(session: Session, token: number | undefined): Promise<void> {
  if (token === undefined) return
  const found = await session.rows('SELECT 1 FROM lease WHERE name = $1 AND token = $2 FOR SHARE', [
    LEASE,
    token,
  ])
  if (found.length > 0) return
  throw new StoreError('STORE_FENCED', 'another hub leads by now: nothing of this is stored')
}
