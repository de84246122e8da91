import type { MonitorConfig } from '../core/config/monitor-config.js'
import type { Log } from '../core/log.js'
import type { Store } from '../core/store/store.js'
import { StoreError } from '../core/store/store-error.js'
import type { Clock } from '../core/time/clock.js'
import { ThreadedStore } from '../history/sqlite/threads/threaded-store.js'
import { watchPlace } from './place-watch.js'

interface WatchOptions {
  readonly clock: Clock
  readonly log: Log
  /** Has the history written to, so that it is known at once whether it can be. */
  readonly onChange: () => void
}

/** The history of a daemon. */
export interface DaemonHistory {
  readonly store: Store
  /** Resolves, with why, when it serves no more. */
  readonly died: Promise<StoreError>
  /** Looks after it. @returns ends that */
  watch(options: WatchOptions): () => Promise<void>
  /** Gives it back. */
  close(): Promise<void>
}

/**
 * The history that a monitor has for itself.
 *
 * @throws {StoreError} (as a rejection) where it cannot be opened, also where another monitor has it
 */
export async function ownHistory({ directory, hub }: MonitorConfig): Promise<DaemonHistory> {
  if (hub?.database !== undefined) {
    const text = 'a monitor with `hub.database` shares its history: start it as a SharedHub'
    throw new StoreError('STORE_FAILED', text)
  }
  const store = await ThreadedStore.open({ directory })
  return {
    store,
    died: store.died,
    watch: (options) => watchPlace({ store, directory, ...options }),
    close: () => store.close(),
  }
}
