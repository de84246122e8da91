import * as v from 'valibot'
import { type Histogram, quantile } from '../../core/response-time/histogram.js'
import type { Rollup, WindowSummary } from '../../core/store.js'
import { uptimeOf } from '../../core/time/observed-time.js'
import { momentOf, secondsOf, timeFields } from '../../core/wire/wire-fields.js'
import { count, known, moment, seconds, share } from './words.js'

const counts = {
  good: count,
  slow: count,
  bad: count,
  unknown: count,
  lost_syns: v.pipe(count, v.description('SYNs that had to be retransmitted')),
  uptime: v.optional(
    v.pipe(
      share,
      v.description(
        'Share of time: `time.up` / (`time.up` + `time.down`). Left out if nothing is known',
      ),
    ),
  ),
  time: v.pipe(
    v.strictObject({ up: seconds, down: seconds, unknown: seconds, maintenance: seconds }),
    v.description(
      'What the time was. Each result counts until the next one, for `valid_for` at most; the rest of the time nothing is known',
    ),
  ),
  check_success_ratio: v.optional(
    v.pipe(
      share,
      v.description(
        'Share of checks, not of time: (good + slow) / (good + slow + bad). More checks are made while something is wrong',
      ),
    ),
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
  return known({
    check: checkId,
    location,
    start: momentOf(at),
    good,
    slow,
    bad,
    unknown,
    lost_syns: lost,
    ...shares(rollup, uptimeOf(rollup.time)),
    response_time: percentilesOf(histogram),
    failures: { ...failures },
  })
}

function shares(
  { good, slow, bad, time }: Pick<WindowSummary, 'good' | 'slow' | 'bad' | 'time'>,
  uptime: number | undefined,
) {
  const judged = good + slow + bad
  return {
    uptime,
    time: timeFields(time, secondsOf),
    check_success_ratio: judged === 0 ? undefined : (good + slow) / judged,
  }
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
    ...shares(summary, uptime),
    response_time: percentilesWire(summary),
  })
}
