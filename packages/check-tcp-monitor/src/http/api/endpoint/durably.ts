import type { Clock } from '../../../core/time/clock.js'
import { storeProblem } from '../../problem/problem-response.js'

/** How long a caller waits for the disk, beside what the work itself takes. */
const PATIENCE_MS = 10_000

/**
 * The work's own end, or a problem once the caller has waited for long: the store is then asked on and on, and the
 * change is made all the same.
 *
 * @param longestMs that the work itself takes
 * @throws {HttpProblem} `store_unavailable`
 */
export function durably<T>(clock: Clock, work: Promise<T>, longestMs = 0): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.setTimer(longestMs + PATIENCE_MS, () => {
      reject(storeProblem('it is done, and will be on disk when the history can be written again'))
    })
    work.then(resolve, reject).finally(cancel)
  })
}
