import type { MonitoredCheck } from '../core/check.js'

/**
 * Milliseconds from the moment when a target goes silent until somebody is told, at worst: it goes down just after a
 * check; `confirm` checks and one more after a look at the canaries time out, each `confirm_every` after the one before;
 * the look itself takes as long as a check; the notice waits for its group.
 */
export function worstCaseUntilAlertMs(check: MonitoredCheck, groupWaitMs: number): number {
  const longest = longestCheckMs(check)
  const confirming = (check.confirm - 1) * check.confirmEveryMs
  return check.everyMs + confirming + (check.confirm + 2) * longest + groupWaitMs
}

/** Milliseconds that one check may take: all attempts timing out, and the pauses between them. */
export function longestCheckMs({ parameters }: Pick<MonitoredCheck, 'parameters'>): number {
  const attempts = Number(parameters.attempts ?? 1)
  const pauses = (attempts - 1) * Number(parameters.retry_delay ?? 0)
  return (attempts * parameters.timeout + pauses) * 1_000
}
