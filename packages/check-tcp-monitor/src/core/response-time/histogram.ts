/**
 * Response times in logarithmic buckets: mergeable, so that a percentile of any window is computed from the histograms
 * of its parts. The bucket of a value is `ceil(ln(value) / ln(GAMMA))`, so a bucket's middle is at most 1 % from every
 * value in it (Masson, Rim, Lee: DDSketch, VLDB 2019, section 2.1).
 */
export const RELATIVE_ERROR = 0.01
const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR)
const LOG_GAMMA = Math.log(GAMMA)

/** Below one microsecond nothing is told apart. */
const MIN_MS = 0.001

/** Counts by bucket. */
export type Histogram = Map<number, number>

function bucketOf(ms: number): number {
  return Math.ceil(Math.log(Math.max(ms, MIN_MS)) / LOG_GAMMA)
}

/** The value that a bucket stands for, at most `RELATIVE_ERROR` from every value in it. */
export function valueOfBucket(bucket: number): number {
  return (2 * GAMMA ** bucket) / (GAMMA + 1)
}

export function record(histogram: Histogram, ms: number, count = 1): void {
  const bucket = bucketOf(ms)
  histogram.set(bucket, (histogram.get(bucket) ?? 0) + count)
}

export function merge(into: Histogram, from: Histogram): void {
  for (const [bucket, count] of from) into.set(bucket, (into.get(bucket) ?? 0) + count)
}

export function countOf(histogram: Histogram): number {
  let count = 0
  for (const each of histogram.values()) count += each
  return count
}

/**
 * The value below which the share `q` (0 to 1) of all values lies, by nearest rank, within `RELATIVE_ERROR`.
 *
 * @returns undefined for an empty histogram
 */
export function quantile(histogram: Histogram, q: number): number | undefined {
  const total = countOf(histogram)
  if (total === 0) return undefined
  const rank = Math.max(1, Math.ceil(q * total))
  let seen = 0
  for (const bucket of [...histogram.keys()].sort((a, b) => a - b)) {
    seen += histogram.get(bucket) ?? 0
    if (seen >= rank) return valueOfBucket(bucket)
  }
  return undefined
}
