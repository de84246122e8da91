import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { exactSecondsOf, moment, momentOf, seconds } from './wire-times.js'

describe('times in an export', () => {
  it('are the same when they are read again, to the microsecond and below', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e11 }), (us) => {
        const ms = us / 1_000
        expect(v.parse(seconds, JSON.parse(JSON.stringify(exactSecondsOf(ms))))).toBe(ms)
      }),
    )
    for (const ms of [0.0004, 12.34567891, 1e-9]) {
      expect(v.parse(seconds, exactSecondsOf(ms))).toBeCloseTo(ms, 12)
    }
  })

  it('are RFC 3339 with milliseconds, and nothing else', () => {
    const at = Date.UTC(2026, 0, 5, 12, 3, 10, 7)
    expect(momentOf(at)).toBe('2026-01-05T12:03:10.007Z')
    expect(v.parse(moment, momentOf(at))).toBe(at)
    for (const wrong of ['yesterday', '2026-13-45T00:00:00Z', '', 5]) {
      expect(v.is(moment, wrong)).toBe(false)
    }
  })
})
