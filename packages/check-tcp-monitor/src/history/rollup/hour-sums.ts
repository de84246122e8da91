import type { HourSums } from '../../core/store/history-queries.js'
import type { Rollup } from '../../core/wire/rollup.js'

/** What is left of an hour without its response times and failures. */
export function toHourSums(rollup: Rollup): HourSums {
  const { checkId, location, at, good, slow, bad, unknown, lost, time } = rollup
  return { checkId, location, at, good, slow, bad, unknown, lost, time }
}
