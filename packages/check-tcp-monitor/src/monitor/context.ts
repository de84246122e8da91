import type { Router } from '../core/alert/router.js'
import type { Baselines } from '../core/response-time/baseline.js'
import type { SuppressionContext } from './suppress/suppressor.js'

/** What the stages know of a moment, beside what they are given. */
export interface MonitorContext extends SuppressionContext {
  readonly baselines: Baselines
  readonly router: Router
}
