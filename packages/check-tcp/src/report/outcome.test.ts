import { describe, expect, it } from 'vitest'
import { ENTRIES } from '../../test/report/entries.js'
import { outcomeOf } from './outcome.js'

describe('the outcome of an entry', () => {
  it.each([
    ['connected', undefined, 'succeeded'],
    ['refused', undefined, 'failed'],
    ['denied', undefined, 'denied'],
    // `check-tcp wait --until closed` asks for a port that refuses.
    ['refused', true, 'succeeded'],
    ['connected', false, 'failed'],
    ['denied', false, 'denied'],
  ] as const)('%s, with `succeeded` %s, is %s', (name, succeeded, outcome) => {
    const { result } = ENTRIES[name]
    expect(outcomeOf(succeeded === undefined ? { result } : { result, succeeded })).toBe(outcome)
  })
})
