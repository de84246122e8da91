import { describe, expect, it } from 'vitest'
import type { CountsAs } from '../core/time/time-state.js'
import { VERDICTS, type Verdict } from '../core/verdict.js'
import { OUTCOMES, type Outcome } from '../core/wire/outcome.js'
import { timeCountsAs } from './time-counts-as.js'

describe('the time after an observation', () => {
  it.each<[Verdict, Record<Outcome, CountsAs>]>([
    ['pending', { good: 'up', slow: 'up', bad: 'unconfirmed', unknown: 'unknown' }],
    ['up', { good: 'up', slow: 'up', bad: 'unconfirmed', unknown: 'unknown' }],
    ['degraded', { good: 'up', slow: 'up', bad: 'unconfirmed', unknown: 'unknown' }],
    ['down', { good: 'down', slow: 'down', bad: 'down', unknown: 'unknown' }],
    ['unknown', { good: 'unknown', slow: 'unknown', bad: 'unknown', unknown: 'unknown' }],
  ])('counts, where the verdict is %s, as the outcome or the verdict says', (verdict, counted) => {
    for (const outcome of OUTCOMES) {
      expect([outcome, timeCountsAs(verdict, outcome, false)]).toEqual([outcome, counted[outcome]])
    }
  })

  it('is set apart in maintenance, whatever was observed and is believed', () => {
    for (const verdict of VERDICTS) {
      for (const outcome of OUTCOMES)
        expect(timeCountsAs(verdict, outcome, true)).toBe('maintenance')
    }
  })
})
