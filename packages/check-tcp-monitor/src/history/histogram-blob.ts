import type { Histogram } from '../core/histogram.js'

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
  let position = 0
  const next = (): number => {
    let value = 0
    let factor = 1
    for (;;) {
      const byte = blob[position++] ?? 0
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
      factor *= 128
    }
  }
  let bucket = 0
  for (let isFirst = true; position < blob.length; isFirst = false) {
    const distance = next()
    bucket = isFirst ? unzigzag(distance) : bucket + distance
    into.set(bucket, (into.get(bucket) ?? 0) + next())
  }
}

function pushVarint(bytes: number[], value: number): void {
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}
