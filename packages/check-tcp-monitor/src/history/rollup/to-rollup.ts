import type { StateTimes } from '../../core/time/observed-time.js'
import type { Rollup } from '../../core/wire/rollup.js'
import type { Tally } from './tally.js'

/** A tally as the record of a minute or hour that began at a time. */
export function toRollup(
  { checkId, location }: Pick<Rollup, 'checkId' | 'location'>,
  at: number,
  tally: Tally,
  time: StateTimes,
): Rollup {
  const { good, slow, bad, unknown, lost, failures, histogram, observed } = tally
  const counts = { good, slow, bad, unknown, lost, failures: Object.fromEntries(failures) }
  return {
    checkId,
    location,
    at,
    ...counts,
    histogram,
    time,
    ...(observed ? { observed } : {}),
  }
}
