import { StoreError } from '../../core/store/store-error.js'
import type { BatchStore } from './hub-desk.js'

/**
 * A store of batches that says whether it serves: the hub itself may have nothing to write for long, so nobody else would
 * notice that what agents send cannot be stored.
 *
 * @param onStore called with why a batch was not stored, and with undefined for each that was
 */
export function watchedBatches(
  store: BatchStore,
  onStore: (problem: StoreError | undefined) => void,
): BatchStore {
  return {
    cursorOf: (agentId, epoch) => store.cursorOf(agentId, epoch),
    async store(agentId, batch) {
      try {
        await store.store(agentId, batch)
      } catch (error) {
        // Another hub has stored some of it: the store serves.
        if (error instanceof StoreError && error.code !== 'STORE_OUTRUN') onStore(error)
        throw error
      }
      onStore(undefined)
    },
  }
}
