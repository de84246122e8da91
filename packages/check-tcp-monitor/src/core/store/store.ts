import type { Commits } from './commits.js'
import type { HistoryQueries } from './history-queries.js'
import type { Outbox } from './outbox.js'
import type { StoreAdmin } from './store-admin.js'

/**
 * What the monitor remembers, by role; whoever needs one role takes that alone. The same suite runs over every
 * implementation.
 */
export interface Store extends Commits {
  readonly outbox: Outbox
  readonly queries: HistoryQueries
  readonly admin: StoreAdmin
  /** Resolves when everything that was given to `commit` is on disk; whatever is asked afterwards is refused. */
  close(): Promise<void>
}
