import type { Histogram } from '../core/histogram.js'
import { pushVarint, VarintReader } from './varints.js'

/**
 * A histogram in few bytes: for each bucket, ascending, the distance from the bucket before (zigzag for the first, which
 * may be negative) and the count, as LEB128 varints.
 *
 * @returns null for an empty one
 */
export function toHistogramBlob(histogram: Histogram): Uint8Array | null {
  if (histogram.size === 0) return null
  const bytes: number[] = []
  let before = 0
  let isFirst = true
  for (const bucket of [...histogram.keys()].sort((a, b) => a - b)) {
    pushVarint(bytes, isFirst ? zigzag(bucket) : bucket - before)
    pushVarint(bytes, histogram.get(bucket) ?? 0)
    before = bucket
    isFirst = false
  }
  return Uint8Array.from(bytes)
}

/** Adds what is in a blob to a histogram. */
export function mergeHistogramBlob(into: Histogram, blob: Uint8Array | null): void {
  if (blob === null) return
  const reader = new VarintReader(blob)
  let bucket = 0
  for (let isFirst = true; !reader.isAtEnd; isFirst = false) {
    const distance = reader.next()
    bucket = isFirst ? unzigzag(distance) : bucket + distance
    into.set(bucket, (into.get(bucket) ?? 0) + reader.next())
  }
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}
