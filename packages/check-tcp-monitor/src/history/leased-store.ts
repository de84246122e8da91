import type { Outbox } from '../core/store/outbox.js'
import type { Store } from '../core/store/store.js'

/**
 * A store by which a hub judges and notifies as long as its lease holds, and no longer: whatever it writes or claims carries the token.
 *
 * @param token of the lease
 */
export function leasedStore(store: Store, token: number): Store {
  const { outbox, queries, admin } = store
  const leased: Outbox = {
    claim: (claim, limit) => outbox.claim({ ...claim, lease: token }, limit),
    settle: (claim, update) => outbox.settle({ ...claim, lease: token }, update),
    release: (claim) => outbox.release(claim),
    deadLetters: (limit) => outbox.deadLetters(limit),
    deleteDeadLetters: (seqs) => outbox.deleteDeadLetters(seqs),
  }
  return {
    ...{ outbox: leased, queries, admin },
    commit: (batch) => store.commit({ ...batch, lease: token }),
    close: () => store.close(),
  }
}
