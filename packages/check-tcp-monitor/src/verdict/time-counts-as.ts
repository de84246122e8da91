import { outcomeCountsAs } from '../core/time/counts-as.js'
import type { CountsAs } from '../core/time/time-state.js'
import type { Verdict } from '../core/verdict.js'
import type { Outcome } from '../core/wire/outcome.js'

/**
 * What the time after an observation counts as: maintenance is set apart, an observation that tells nothing is unknown, a
 * verdict of down or unknown decides, and otherwise the outcome does.
 *
 * @param verdict what is believed after the observation
 */
export function timeCountsAs(verdict: Verdict, outcome: Outcome, inMaintenance: boolean): CountsAs {
  if (inMaintenance) return 'maintenance'
  if (outcome === 'unknown') return 'unknown'
  switch (verdict) {
    case 'down':
    case 'unknown':
      return verdict
    case 'pending':
    case 'up':
    case 'degraded':
      return outcomeCountsAs(outcome)
    default:
      return verdict satisfies never
  }
}
