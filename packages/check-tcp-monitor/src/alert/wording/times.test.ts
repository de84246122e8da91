import { describe, expect, it } from 'vitest'
import { SINCE } from '../../../test/support/notices.js'
import { clockTime, dateAndTime, duration, milliseconds } from './times.js'

describe('times for people', () => {
  it.each([
    [-5_000, '0 s'],
    [999, '0 s'],
    [59_999, '59 s'],
    [723_000, '12 min 3 s'],
    [3_600_000, '1 h'],
    [3_605_000, '1 h'],
    [2 * 86_400_000 + 3_600_000, '2 d 1 h'],
  ])('says %d ms as "%s"', (ms, words) => {
    expect(duration(ms)).toBe(words)
  })

  it.each([
    [0.4321, '0.43 ms'],
    [12, '12 ms'],
    [85.7, '85.7 ms'],
    [985.71, '986 ms'],
    [1_234, '1.23 s'],
    [999.6, '1 s'],
  ])('says a response time of %d ms as "%s"', (ms, words) => {
    expect(milliseconds(ms)).toBe(words)
  })

  it('leaves the date out where it is the same day in UTC, and only there', () => {
    expect(clockTime(SINCE, SINCE + 3_600_000)).toBe('12:03:10 UTC')
    expect(clockTime(SINCE, SINCE + 43_200_000)).toBe('2026-01-05 12:03:10 UTC')
    expect(dateAndTime(SINCE)).toBe('2026-01-05 12:03:10 UTC')
  })
})
