import { describe, expect, it } from 'vitest'
import { retryAfterMs } from './retry-after.js'

const NOW = Date.UTC(2026, 0, 5, 12)

describe('Retry-After', () => {
  it.each([
    [null, undefined],
    ['', undefined],
    ['soon', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['2026-01-05', undefined],
    ['Mon, never', undefined],
    ['0', 0],
    [' 30 ', 30_000],
    ['Mon, 05 Jan 2026 12:00:05 GMT', 5_000],
    ['Monday, 05-Jan-26 12:00:05 GMT', 5_000],
    ['Mon Jan  5 12:00:05 2026 GMT', 5_000],
    ['Mon, 05 Jan 2026 11:00:00 GMT', 0],
    ['Tue, 05 Jan 2027 12:00:00 GMT', 86_400_000],
    ['99999999999999999999', 86_400_000],
  ])('of %j is %j ms', (header, ms) => {
    expect(retryAfterMs(header, NOW)).toBe(ms)
  })
})
