import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactQuantile } from '../../../test/history/recount.js'
import { countOf, type Histogram, merge, quantile, RELATIVE_ERROR, record } from './histogram.js'

const times = fc.array(fc.double({ min: 0.001, max: 600_000, noNaN: true }), { maxLength: 300 })

function histogramOf(values: readonly number[]): Histogram {
  const histogram: Histogram = new Map()
  for (const value of values) record(histogram, value)
  return histogram
}

describe('a histogram', () => {
  it('gives every percentile within 1 % of the one counted by nearest rank', () => {
    fc.assert(
      fc.property(times, fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
        const found = quantile(histogramOf(values), q)
        const exact = exactQuantile(values, q)
        if (exact === undefined || found === undefined) return found === exact
        return Math.abs(found - exact) <= exact * RELATIVE_ERROR * (1 + 1e-9)
      }),
    )
  })

  it('merged from parts is the histogram of the whole', () => {
    fc.assert(
      fc.property(times, times, (left, right) => {
        const merged = histogramOf(left)
        merge(merged, histogramOf(right))
        expect(merged).toEqual(histogramOf([...left, ...right]))
        expect(countOf(merged)).toBe(left.length + right.length)
      }),
    )
  })

  it('of nothing has no percentiles', () => {
    expect(quantile(new Map(), 0.5)).toBeUndefined()
  })
})
