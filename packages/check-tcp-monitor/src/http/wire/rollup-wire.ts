import * as v from 'valibot'
import { type Histogram, quantile } from '../../core/histogram.js'
import type { Rollup, WindowSummary } from '../../core/store.js'
import { momentOf, secondsOf } from '../../core/wire-fields.js'
import { count, known, moment, seconds, share } from './words.js'

const counts = {
  good: count,
  slow: count,
  bad: count,
  unknown: count,
  lost_syns: v.pipe(count, v.description('SYNs that had to be sent again')),
  uptime: v.optional(
    v.pipe(share, v.description('(good + slow) / (good + slow + bad), where anything is known')),
  ),
  response_time: v.optional(
    v.pipe(
      v.strictObject({ p50: seconds, p95: seconds, p99: seconds }),
      v.description('Percentiles, within 1 %; lost SYNs and stalls of the monitor left out'),
    ),
  ),
} as const

/** What happened to one check within one minute or hour. */
export const rollupSchema = v.strictObject({
  check: v.string(),
  location: v.string(),
  start: moment,
  ...counts,
  failures: v.pipe(v.record(v.string(), count), v.description('How many of each')),
})

/** What is known of one check over a window. */
export const summarySchema = v.strictObject({
  check: v.string(),
  location: v.string(),
  from: moment,
  until: moment,
  ...counts,
})

export type RollupWire = v.InferInput<typeof rollupSchema>
export type SummaryWire = v.InferInput<typeof summarySchema>

export function rollupWire(rollup: Rollup): RollupWire {
  const { checkId, location, at, good, slow, bad, unknown, lost, failures, histogram } = rollup
  const judged = good + slow + bad
  return known({
    check: checkId,
    location,
    start: momentOf(at),
    good,
    slow,
    bad,
    unknown,
    lost_syns: lost,
    uptime: judged === 0 ? undefined : (good + slow) / judged,
    response_time: percentilesOf(histogram),
    failures: { ...failures },
  })
}

function percentilesOf(histogram: Histogram) {
  return percentilesWire({
    p50: quantile(histogram, 0.5),
    p95: quantile(histogram, 0.95),
    p99: quantile(histogram, 0.99),
  })
}

function percentilesWire({ p50, p95, p99 }: Pick<WindowSummary, 'p50' | 'p95' | 'p99'>) {
  if (p50 === undefined || p95 === undefined || p99 === undefined) return undefined
  return { p50: secondsOf(p50), p95: secondsOf(p95), p99: secondsOf(p99) }
}

export function summaryWire(
  summary: WindowSummary,
  of: Pick<SummaryWire, 'check' | 'location' | 'from' | 'until'>,
): SummaryWire {
  const { good, slow, bad, unknown, lost, uptime } = summary
  return known({
    ...of,
    good,
    slow,
    bad,
    unknown,
    lost_syns: lost,
    uptime,
    response_time: percentilesWire(summary),
  })
}
