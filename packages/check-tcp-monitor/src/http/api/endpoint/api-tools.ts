import type { AccessControl } from '../../access/access-control.js'
import type { ActLog } from '../../access/act-log.js'
import type { EventStreams } from '../../events/event-streams.js'
import type { HttpOptions } from '../../http-options.js'
import type { MonitorMetrics } from '../../metrics/monitor-metrics.js'
import type { OverviewAnswers } from '../../overview/overview-answers.js'
import type { Prober } from '../../probe/prober.js'
import type { Semaphore } from '../../semaphore.js'

/** What endpoints work with. */
export interface ApiTools {
  readonly options: HttpOptions
  readonly access: AccessControl
  /** What is changed, and by whom, for the audit log. */
  readonly acts: ActLog
  readonly streams: EventStreams
  readonly overview: OverviewAnswers
  readonly metrics: MonitorMetrics
  readonly prober: Prober
  /** Checks that callers had run on demand. */
  readonly runs: Semaphore
  /** Monotonic milliseconds at which the API was opened. */
  readonly openedAtMs: number
  /** What stands at `/`. */
  readonly index: string
  /** The OpenAPI document. */
  readonly openApi: () => Promise<string>
}
