import type { MonitoredCheck } from '../../core/config/check.js'
import { longestCheckMs } from '../../core/config/longest-check.js'

/** Beyond two intervals and the check's own time; a check that comes later than that does not come. */
const SLACK_MS = 5_000

/**
 * Milliseconds for which an observation speaks for its target, where no other one comes: until the next one must be
 * there. Longer than that the monitor was off, or stood still.
 */
export function observationValidMs({ everyMs, parameters }: MonitoredCheck): number {
  return Math.round(everyMs + longestCheckMs(parameters) + SLACK_MS)
}

/** @param seenMs for how long the process had been awake when the check was observed last */
export function isOverdue(
  { check, seenMs }: { readonly check: MonitoredCheck; readonly seenMs: number },
  awakeMs: number,
): boolean {
  return awakeMs - seenMs > 2 * check.everyMs + longestCheckMs(check.parameters) + SLACK_MS
}
