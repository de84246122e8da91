import { quantile } from '../../core/response-time/histogram.js'
import type { WindowSummary } from '../../core/store/history-queries.js'
import { type StateTimes, uptimeOf } from '../../core/time/observed-time.js'
import type { Tally } from './tally.js'

type Count = 'good' | 'slow' | 'bad' | 'unknown' | 'lost'

/** The counts and percentiles of a tally, and the time that its results are given. */
export function toSummary(
  { good, slow, bad, unknown, lost, histogram }: Pick<Tally, 'histogram' | Count>,
  time: StateTimes,
): WindowSummary {
  return {
    good,
    slow,
    bad,
    unknown,
    lost,
    time,
    uptime: uptimeOf(time),
    p50: quantile(histogram, 0.5),
    p95: quantile(histogram, 0.95),
    p99: quantile(histogram, 0.99),
  }
}
