import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Retention } from '../../../core/store/store-admin.js'
import { toStoreError } from '../database/store-failure.js'
import type { HistoryWriter } from './history-writer.js'
import { purgeSteps } from './purge.js'

/** Purges, letting everything else that waits come first between the steps. Ends early, without an error, when stopped. */
export async function runPurge(
  writer: HistoryWriter,
  now: number,
  retention: Retention,
  isStopped: () => boolean,
): Promise<{ readonly deleted: number }> {
  let deleted = 0
  try {
    for (const count of purgeSteps(writer, now, retention)) {
      deleted += count
      await nextTurn()
      if (isStopped()) break
    }
    return { deleted }
  } catch (error) {
    throw toStoreError(error, 'cannot purge')
  }
}
