import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Histogram, merge, record } from '../../core/response-time/histogram.js'
import { HistogramSum, mergeHistogramBlob, toHistogramBlob } from './histogram-blob.js'

const histograms = fc
  .array(fc.tuple(fc.integer({ min: -350, max: 2_000 }), fc.integer({ min: 1, max: 2 ** 50 })))
  .map((pairs): Histogram => new Map(pairs))

describe('a histogram as a blob', () => {
  it('is the histogram again', () => {
    fc.assert(
      fc.property(histograms, (histogram) => {
        const again: Histogram = new Map()
        mergeHistogramBlob(again, toHistogramBlob(histogram))
        expect(again).toEqual(histogram)
      }),
    )
  })

  it('adds to what is there already', () => {
    const into: Histogram = new Map([[3, 1]])
    const from: Histogram = new Map([
      [-2, 5],
      [3, 2],
    ])
    const expected = new Map(into)
    merge(expected, from)
    mergeHistogramBlob(into, toHistogramBlob(from))
    expect(into).toEqual(expected)
  })

  it('adds up with many others to what they are together, in whatever buckets', () => {
    fc.assert(
      fc.property(fc.array(histograms, { maxLength: 8 }), (all) => {
        const sum = new HistogramSum()
        const expected: Histogram = new Map()
        const found: Histogram = new Map()
        for (const each of all) {
          merge(expected, each)
          sum.add(toHistogramBlob(each))
        }
        sum.addTo(found)
        expect(found).toEqual(expected)
      }),
    )
  })

  it('takes no more than 3 bytes for the one value of a quiet minute', () => {
    const histogram: Histogram = new Map()
    record(histogram, 12.3)
    expect(toHistogramBlob(histogram)).toHaveLength(3)
    expect(toHistogramBlob(new Map())).toBeNull()
  })
})
