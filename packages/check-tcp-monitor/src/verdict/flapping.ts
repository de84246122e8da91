/**
 * Flapping, as Naemon detects it: the share of changes among the last 21 results, with a high mark at which flapping
 * begins and a low one at which it ends.
 */
const REMEMBERED = 21
const PAIRS = REMEMBERED - 1

/** 6 of 20: three outages within 21 checks. One outage makes 2, two make 4. */
const HIGH_SHARE = 0.3
/** 1 of 20. A target that answers every other time falls to 3 of 20 about once a day by chance, and to 1 once a month. */
const LOW_SHARE = 0.05

/**
 * Consecutive bad checks that mean an outage while a target flaps: one that fails half of the time comes to 15 in a row
 * once in 65,536 checks.
 */
export const SOLID_OUTAGE = 15

/** The newest outcomes, newest in the lowest bit: 1 for bad. */
export interface RecentOutcomes {
  readonly bits: number
  readonly count: number
}

export const NO_CHANGES: RecentOutcomes = { bits: 0, count: 0 }

export function withOutcome(recent: RecentOutcomes, bad: boolean): RecentOutcomes {
  const mask = 2 ** REMEMBERED - 1
  return {
    bits: ((recent.bits << 1) | (bad ? 1 : 0)) & mask,
    count: Math.min(recent.count + 1, REMEMBERED),
  }
}

/** Changes between good and bad among the newest outcomes, as a share of the most that there can be. */
export function shareOfChanges({ bits, count }: RecentOutcomes): number {
  let changes = 0
  for (let i = 0; i + 1 < count; i++) {
    if (((bits >> i) & 1) !== ((bits >> (i + 1)) & 1)) changes++
  }
  return changes / PAIRS
}

/** Whether a target flaps now, if it did or did not before. */
export function flapsNow(recent: RecentOutcomes, before: boolean): boolean {
  const share = shareOfChanges(recent)
  return before ? share > LOW_SHARE : share >= HIGH_SHARE
}
