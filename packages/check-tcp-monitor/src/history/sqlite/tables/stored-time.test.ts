import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromStoredTime, toStoredTime } from './stored-time.js'

describe('a stored time', () => {
  it('is the very number that was given', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (ms) => {
        expect(fromStoredTime(toStoredTime(ms) ?? Number.NaN)).toBe(Math.abs(ms))
      }),
    )
  })

  it('is a whole number where it is whole microseconds, so that it takes few bytes', () => {
    for (const us of [0, 1, 999, 1_234, 12_345_678]) expect(toStoredTime(us / 1_000)).toBe(us)
    expect(toStoredTime(1.000_000_1)).toBe(-1.000_000_1)
    expect(toStoredTime(undefined)).toBeNull()
  })

  it('is never negative', () => {
    expect(toStoredTime(-3)).toBe(0)
  })
})
