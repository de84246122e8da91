import { type Histogram, merge } from '../../core/response-time/histogram.js'
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

/** Buckets from 1.3 ns to 8 days; others are so rare that they may cost more. */
const DENSE = { first: -1_024, size: 2_560 }

/** Adds up many histograms: a slot for each bucket costs a fraction of a map. */
export class HistogramSum {
  readonly #counts = new Float64Array(DENSE.size)
  readonly #others: Histogram = new Map()

  add(blob: Uint8Array | null): void {
    if (blob === null) return
    const counts = this.#counts
    let bucket = 0
    let isCount = false
    let isFirst = true
    let value = 0
    let factor = 1
    for (let position = 0; position < blob.length; position++) {
      const byte = blob[position] ?? 0
      value += (byte & 0x7f) * factor
      if (byte >= 0x80) {
        factor *= 128
        continue
      }
      if (isCount) {
        const slot = bucket - DENSE.first
        if (slot >= 0 && slot < DENSE.size) counts[slot] = (counts[slot] ?? 0) + value
        else this.#others.set(bucket, (this.#others.get(bucket) ?? 0) + value)
      } else {
        bucket = isFirst ? unzigzag(value) : bucket + value
        isFirst = false
      }
      isCount = !isCount
      value = 0
      factor = 1
    }
  }

  addTo(histogram: Histogram): void {
    merge(histogram, this.#others)
    for (const [slot, count] of this.#counts.entries()) {
      if (count === 0) continue
      const bucket = slot + DENSE.first
      histogram.set(bucket, (histogram.get(bucket) ?? 0) + count)
    }
  }
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}
