import type { Store } from '../../core/store/store.js'
import type { StoreHealth } from '../../core/store/store-admin.js'
import type { Clock } from '../../core/time/clock.js'

/** A store that is busy for longer is no reason to keep a scrape waiting. */
const PATIENCE_MS = 2_000

/** @returns why the store cannot say how it is, in words for people, where it cannot */
export function healthWithin(
  { admin }: Pick<Store, 'admin'>,
  clock: Clock,
): Promise<StoreHealth | string> {
  return new Promise((resolve) => {
    const cancel = clock.setTimer(PATIENCE_MS, () => resolve('the history does not answer'))
    admin
      .health()
      .then(resolve, (error: unknown) =>
        resolve(error instanceof Error ? error.message : String(error)),
      )
      .finally(cancel)
  })
}
