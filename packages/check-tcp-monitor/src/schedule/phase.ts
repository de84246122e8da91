import { fnv1a } from 'check-tcp/words'

/**
 * Where in its interval a check's turns lie: spread evenly by a hash of its id, and the same after every restart.
 *
 * @returns a number from 0 (inclusive) to 1 (exclusive)
 */
export function phaseOf(id: string): number {
  // With MurmurHash3's finaliser, since ids that differ in their last digit alone would otherwise lie close together.
  let hash = fnv1a(id)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

/** Steps on which turns may lie. */
const GRIDS_MS = [500, 250, 50, 10]

/** An interval has at least so many steps, so that checks of the same interval are still spread over it. */
const MIN_STEPS = 40

/**
 * The grid on which the turns of an interval lie: those that share a step begin together, with one wake-up of the process.
 * It divides the interval, so that turns never leave it.
 */
export function gridOf(everyMs: number): number {
  return GRIDS_MS.find((grid) => everyMs % grid === 0 && everyMs >= grid * MIN_STEPS) ?? 1
}
