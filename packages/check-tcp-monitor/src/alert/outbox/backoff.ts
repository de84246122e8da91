import type { Random } from '../../core/time/clock.js'

const FIRST_MS = 5_000
const LONGEST_MS = 15 * 60_000

/**
 * How long to wait after a try that failed: 5 s, doubled with every try up to 15 minutes, of which a random half to all,
 * so that many who wait for one receiver do not come back together; never less than what the receiver asked for.
 *
 * @param tries that failed before this one
 * @param afterMs what the receiver asked for
 */
export function backoffMs(tries: number, random: Random, afterMs = 0): number {
  const longest = Math.min(FIRST_MS * 2 ** Math.min(tries, 20), LONGEST_MS)
  return Math.max(afterMs, longest * (0.5 + random() / 2))
}
