import { describe, expect, it } from 'vitest'
import { type Histogram, record } from '../core/response-time/histogram.js'
import { type Evidence, propose } from './propose.js'

function evidence(samples: readonly number[], change: Partial<Evidence> = {}): Evidence {
  const histogram: Histogram = new Map()
  for (const sample of samples) record(histogram, sample)
  const known = { lostSyns: 0, uptime: undefined, timeout: 10, expectedResponseTime: undefined }
  return { histogram, ...known, ...change }
}

/** 18 to 22 ms. */
const AROUND_20 = Array.from(
  { length: 1_000 },
  (_, index) => 18 + ((index * 7_919) % 4_000) / 1_000,
)
const FAST = new Array<number>(100).fill(0.014)

function proposedFor(of: Evidence, key: string) {
  return propose(of)?.find((each) => each.key === key)
}

describe('a proposal', () => {
  it('expects what the slowest ordinary answer took, to two digits, and says from what', () => {
    const proposed = proposedFor(
      evidence(AROUND_20, { uptime: 0.999999 }),
      'expected_response_time',
    )
    expect(proposed?.value).toBeGreaterThanOrEqual(0.028)
    expect(proposed?.value).toBeLessThanOrEqual(0.032)
    expect(proposed?.because).toMatch(
      /^from 1000 samples: median \d+(\.\d+)? ms, p99 2\d(\.\d+)? ms, up 99\.999 % of the time$/,
    )
    expect(proposed).not.toHaveProperty('was')
  })

  it('is not made from too few samples', () => {
    expect(propose(evidence([1, 2, 3]))).toBeUndefined()
  })
})

describe('a proposed timeout', () => {
  it.each([[1], [2], [3.5], [4]])(
    'leaves %s s alone for a service that answers at once',
    (timeout) => {
      expect(proposedFor(evidence(FAST, { timeout }), 'timeout')).toBeUndefined()
    },
  )

  it('finds an outage sooner, with room for three lost SYNs', () => {
    expect(proposedFor(evidence(FAST, { timeout: 10 }), 'timeout')).toMatchObject({
      value: 4,
      was: 10,
    })
  })

  it('is longer where SYNs were lost, and says so first', () => {
    const proposed = proposedFor(evidence(FAST, { timeout: 2, lostSyns: 3 }), 'timeout')
    expect(proposed).toMatchObject({ value: 4, was: 2 })
    expect(proposed?.because).toMatch(/^3 SYNs were lost, .*; from 100 samples/)
  })

  it('is longer where ordinary answers come close to it, and says so first', () => {
    const proposed = proposedFor(evidence(new Array(100).fill(2_000), { timeout: 3 }), 'timeout')
    expect(proposed?.value).toBeGreaterThanOrEqual(20)
    expect(proposed?.because).toMatch(/^ordinary answers take more than half of 3 s; /)
  })

  it('stays where ordinary answers are far from it, though less than ten times as far', () => {
    expect(
      proposedFor(evidence(new Array(100).fill(1_000), { timeout: 6 }), 'timeout'),
    ).toBeUndefined()
  })
})

describe('a proposed limit', () => {
  it('leaves a stricter one alone that ordinary answers keep to', () => {
    const of = evidence(AROUND_20, { expectedResponseTime: 0.025 })
    expect(proposedFor(of, 'expected_response_time')).toBeUndefined()
  })

  it('replaces one that answers do not keep to, and says so first', () => {
    const of = evidence(AROUND_20, { expectedResponseTime: 0.019 })
    const proposed = proposedFor(of, 'expected_response_time')
    expect(proposed).toMatchObject({ was: 0.019 })
    expect(proposed?.because).toMatch(/^more than 1 % of the answers are slower than the limit; /)
  })

  it('is lower where the one that there is says nothing', () => {
    const of = evidence(AROUND_20, { expectedResponseTime: 5 })
    expect(proposedFor(of, 'expected_response_time')).toMatchObject({ was: 5 })
  })
})
