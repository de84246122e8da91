import { type Histogram, merge, quantile } from '../../core/response-time/histogram.js'
import { noTime } from '../../core/time/observed-time.js'
import { TIME_STATES } from '../../core/time/time-state.js'
import type { Rollup } from '../../core/wire/rollup.js'

/** A stretch of time of a chart; milliseconds. */
interface Bin extends Pick<Rollup, 'at' | 'good' | 'slow' | 'bad' | 'unknown' | 'lost' | 'time'> {
  readonly failures: ReadonlyMap<string, number>
  readonly p50: number | undefined
  readonly p95: number | undefined
  readonly p99: number | undefined
}

interface Sum {
  good: number
  slow: number
  bad: number
  unknown: number
  lost: number
  readonly time: ReturnType<typeof noTime>
  readonly failures: Map<string, number>
  readonly histogram: Histogram
}

/** Adds rollups of some locations up to bins of one length, the oldest first; those of which nothing is known are left out. */
export function binRollups(rollups: readonly Rollup[], stepMs: number): readonly Bin[] {
  const sums = new Map<number, Sum>()
  for (const rollup of rollups) {
    const at = Math.floor(rollup.at / stepMs) * stepMs
    const sum = sums.get(at) ?? nothing()
    sums.set(at, sum)
    add(sum, rollup)
  }
  return [...sums]
    .sort(([a], [b]) => a - b)
    .map(([at, { histogram, ...sum }]) => ({
      at,
      ...sum,
      p50: quantile(histogram, 0.5),
      p95: quantile(histogram, 0.95),
      p99: quantile(histogram, 0.99),
    }))
}

function nothing(): Sum {
  return {
    ...{ good: 0, slow: 0, bad: 0, unknown: 0, lost: 0 },
    ...{ time: noTime(), failures: new Map(), histogram: new Map() },
  }
}

function add(sum: Sum, rollup: Rollup): void {
  for (const name of ['good', 'slow', 'bad', 'unknown', 'lost'] as const) sum[name] += rollup[name]
  for (const state of TIME_STATES) sum.time[state] += rollup.time[state]
  for (const [name, count] of Object.entries(rollup.failures)) {
    sum.failures.set(name, (sum.failures.get(name) ?? 0) + count)
  }
  merge(sum.histogram, rollup.histogram)
}
