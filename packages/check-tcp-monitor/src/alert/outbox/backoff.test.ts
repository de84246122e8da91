import { describe, expect, it } from 'vitest'
import { backoffMs } from './backoff.js'

describe('the wait after a try that failed', () => {
  it('doubles from 5 s with every try, up to 15 minutes', () => {
    const waits = [0, 1, 2, 7, 8, 1_000].map((tries) => backoffMs(tries, () => 1))
    expect(waits).toEqual([5_000, 10_000, 20_000, 640_000, 900_000, 900_000])
  })

  it('is a random half to all of that', () => {
    expect(backoffMs(0, () => 0)).toBe(2_500)
    expect(backoffMs(0, () => 0.5)).toBe(3_750)
  })

  it('is never less than what the receiver asked for', () => {
    expect(backoffMs(0, () => 1, 60_000)).toBe(60_000)
    expect(backoffMs(8, () => 1, 60_000)).toBe(900_000)
  })
})
