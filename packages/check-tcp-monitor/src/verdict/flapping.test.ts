import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  flapsNow,
  NO_CHANGES,
  type RecentOutcomes,
  shareOfChanges,
  withOutcome,
} from './flapping.js'

/** `b` for a bad outcome, any other letter for one that is not, the oldest first. */
function outcomes(letters: string): RecentOutcomes {
  return [...letters].reduce((recent, letter) => withOutcome(recent, letter === 'b'), NO_CHANGES)
}

/** Ends with so many changes within the last 21 outcomes; they are as old as can be. */
function withChanges(changes: number): RecentOutcomes {
  const changing = Array.from({ length: changes }, (_each, index) => (index % 2 === 0 ? 'b' : 'g'))
  const before = `g${changing.join('')}`
  return outcomes(before.padEnd(21, before.at(-1)))
}

/** The changes among the newest 21, counted in the letters themselves. */
function changesIn(letters: string): number {
  const newest = [...letters].slice(-21)
  return newest.filter((letter, index) => index > 0 && letter !== newest[index - 1]).length
}

const lettersOf = (maxLength: number) =>
  fc.array(fc.constantFrom('b', 'g'), { maxLength }).map((letters) => letters.join(''))

describe('the newest outcomes', () => {
  it('have the last one in the lowest bit', () => {
    expect(outcomes('')).toEqual({ bits: 0, count: 0 })
    expect(outcomes('b')).toEqual({ bits: 0b1, count: 1 })
    expect(outcomes('bbg')).toEqual({ bits: 0b110, count: 3 })
  })

  it('are 21: the one before them is forgotten', () => {
    const full = outcomes('b'.repeat(21))
    expect(full).toEqual({ bits: 2 ** 21 - 1, count: 21 })
    expect(withOutcome(full, true)).toEqual(full)
    expect(withOutcome(full, false)).toEqual({ bits: 2 ** 21 - 2, count: 21 })
    expect(outcomes(`b${'g'.repeat(20)}`)).toEqual({ bits: 2 ** 20, count: 21 })
    expect(outcomes(`b${'g'.repeat(21)}`)).toEqual({ bits: 0, count: 21 })
  })
})

describe('the share of changes', () => {
  it.each([
    ['', 0],
    ['b', 0],
    ['bb', 0],
    ['gb', 1],
    ['bg', 1],
    ['gbg', 2],
    ['ggbbgg', 2],
    ['bgbgbg', 5],
  ])('of %s is that of %i among 20', (letters, changes) => {
    expect(shareOfChanges(outcomes(letters))).toBe(changes / 20)
  })

  it('is 1 where each of 21 differs from the one before it, and no more than that', () => {
    expect(shareOfChanges(outcomes('bg'.repeat(11).slice(0, 21)))).toBe(1)
    expect(shareOfChanges(outcomes('bg'.repeat(50)))).toBe(1)
  })

  it('is the one that is counted in the outcomes themselves', () => {
    fc.assert(
      fc.property(lettersOf(60), (letters) => {
        expect(shareOfChanges(outcomes(letters))).toBe(changesIn(letters) / 20)
      }),
      { seed: 20261130, numRuns: 500 },
    )
  })
})

describe('a target', () => {
  it('begins to flap with the sixth change within 21 checks, and stops at the last but one', () => {
    const flaps = (before: boolean) =>
      Array.from({ length: 21 }, (_each, changes) => flapsNow(withChanges(changes), before))
    expect(flaps(false).indexOf(true)).toBe(6)
    expect(flaps(false).lastIndexOf(false)).toBe(5)
    expect(flaps(true).indexOf(true)).toBe(2)
    expect(flaps(true).lastIndexOf(false)).toBe(1)
  })

  it('begins to flap with its third outage, and does not with two', () => {
    expect(flapsNow(outcomes('gbggbg'), false)).toBe(false)
    expect(flapsNow(outcomes('gbggbgbg'), false)).toBe(true)
    expect(flapsNow(outcomes(`gbg${'g'.repeat(8)}bg${'g'.repeat(6)}bg`), false)).toBe(true)
    // The first outage began more than 21 checks ago.
    expect(flapsNow(outcomes(`gbg${'g'.repeat(8)}bg${'g'.repeat(8)}bg`), false)).toBe(false)
  })

  it('flaps where it flapped before and would begin to now', () => {
    fc.assert(
      fc.property(lettersOf(40), (letters) => {
        const recent = outcomes(letters)
        expect(flapsNow(recent, true) || !flapsNow(recent, false)).toBe(true)
      }),
      { seed: 20261130, numRuns: 500 },
    )
  })
})
