import type { MonitoredCheck } from './check.js'

/** A look at a target that went down takes at most so long, milliseconds. */
export const LOOK_MS = 10_000

/** Milliseconds that the first notice of a check waits at most: for others of its group, and meanwhile for a look at the target. */
export function noticeWaitMs({ evidence }: MonitoredCheck, groupWaitMs: number): number {
  return evidence === false ? groupWaitMs : Math.max(groupWaitMs, LOOK_MS)
}
