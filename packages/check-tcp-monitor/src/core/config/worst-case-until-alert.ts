import type { MonitoredCheck } from './check.js'
import { longestCheckMs } from './longest-check.js'

/**
 * Milliseconds from the first moment of an outage until somebody is notified, at worst. The outage begins just after a
 * check was begun, so the next one comes `everyMs` later; `confirm` checks then take their longest, `confirmEveryMs`
 * apart; a look at the canaries and the check that is made after it take as long again; the notice waits `waitMs` for
 * others, or for a look at the target:
 *
 *     everyMs + (confirm - 1) * confirmEveryMs + (confirm + 2) * longestCheckMs + waitMs
 *
 * A target that refuses is found out sooner: a refusal needs no timeout. The way of the notice itself is not in it.
 */
export function worstCaseUntilAlertMs(check: MonitoredCheck, waitMs: number): number {
  const confirming = (check.confirm - 1) * check.confirmEveryMs
  const checking = (check.confirm + 2) * longestCheckMs(check.parameters)
  return check.everyMs + confirming + checking + waitMs
}
