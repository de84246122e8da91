import type { MonitoredCheck } from '../core/config/check.js'
import type { StatusSource } from '../core/status.js'
import type { HistoryQueries } from '../core/store/history-queries.js'
import type { Clock } from '../core/time/clock.js'
import type { OneOffMaintenance } from '../core/wire/planned-window.js'

/** Where a page takes what it shows from. */
export interface PageSource {
  readonly clock: Clock
  readonly status: Pick<StatusSource, 'statusOf' | 'openIncidents'>
  /** Those of the config now. */
  readonly checks: () => readonly MonitoredCheck[]
  /** Maintenance that comes once and is not over. */
  readonly planned: () => readonly OneOffMaintenance[]
  readonly queries: Pick<HistoryQueries, 'summary' | 'incidents'>
}
