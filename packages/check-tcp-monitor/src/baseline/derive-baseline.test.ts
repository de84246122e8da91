import { describe, expect, it } from 'vitest'
import { type Histogram, record } from '../core/response-time/histogram.js'
import { deriveBaseline } from './derive-baseline.js'

function histogramOf(samples: readonly number[]): Histogram {
  const histogram: Histogram = new Map()
  for (const sample of samples) record(histogram, sample)
  return histogram
}

/** A thousand samples around 20 ms, as a seeded generator gives them. */
function around20(): number[] {
  let seed = 42
  return Array.from({ length: 1_000 }, () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    return 18 + (4 * seed) / 2 ** 31
  })
}

describe('what is normal', () => {
  it('is not said from fewer than thirty samples', () => {
    expect(deriveBaseline(histogramOf(around20().slice(0, 29)))).toBeUndefined()
    expect(deriveBaseline(histogramOf(around20().slice(0, 30)))).toBeDefined()
  })

  it('lies at the median, with room above it', () => {
    const baseline = deriveBaseline(histogramOf(around20()))
    expect(baseline?.typicalMs).toBeGreaterThan(19.5)
    expect(baseline?.typicalMs).toBeLessThan(20.5)
    expect(baseline?.highMs).toBeGreaterThan(28)
    expect(baseline?.highMs).toBeLessThan(32)
  })

  it('is not moved by more than 5 % when a fifth of the samples are a hundred times as slow', () => {
    const clean = deriveBaseline(histogramOf(around20()))
    const spoilt = deriveBaseline(
      histogramOf(around20().map((sample, i) => (i % 5 === 0 ? 100 * sample : sample))),
    )
    expect((spoilt?.typicalMs ?? 0) / (clean?.typicalMs ?? 1)).toBeCloseTo(1, 1)
    expect((spoilt?.highMs ?? 0) / (clean?.highMs ?? 1)).toBeLessThan(1.2)
  })

  it('calls nothing slow that is within a millisecond of a very fast target', () => {
    expect(deriveBaseline(histogramOf(new Array(100).fill(0.02)))?.highMs).toBeGreaterThan(1)
  })
})
