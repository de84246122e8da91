import type { Baseline } from '../core/response-time/baseline.js'
import {
  countOf,
  type Histogram,
  quantile,
  valueOfBucket,
} from '../core/response-time/histogram.js'

/** Below this many samples nothing is said to be normal. */
export const MIN_SAMPLES = 30

/**
 * Deviations beyond which a sample is not normal. The median absolute deviation times 1.4826 estimates the standard
 * deviation of normally distributed values (Rousseeuw and Croux, 1993); up to half of the samples may be outliers
 * without moving either. Response times have a long tail to the right, hence 6 and not the usual 3.
 */
const DEVIATIONS = 6 * 1.4826

/** Never call slow what is within half of the typical time, or within a millisecond of it: nobody could tell. */
const MIN_SHARE = 0.5
const MIN_MS = 1

/** What is normal, given samples. @returns undefined for too few */
export function deriveBaseline(histogram: Histogram): Baseline | undefined {
  if (countOf(histogram) < MIN_SAMPLES) return undefined
  const typicalMs = quantile(histogram, 0.5)
  if (typicalMs === undefined) return undefined
  const deviation = medianDeviation(histogram, typicalMs)
  const margin = Math.max(DEVIATIONS * deviation, MIN_SHARE * typicalMs, MIN_MS)
  return { typicalMs, highMs: typicalMs + margin }
}

/** The median of the distances from the median, by nearest rank. */
function medianDeviation(histogram: Histogram, median: number): number {
  const distances = [...histogram]
    .map(([bucket, count]) => ({ distance: Math.abs(valueOfBucket(bucket) - median), count }))
    .sort((a, b) => a.distance - b.distance)
  const half = Math.ceil(countOf(histogram) / 2)
  let seen = 0
  for (const { distance, count } of distances) {
    seen += count
    if (seen >= half) return distance
  }
  return 0
}
