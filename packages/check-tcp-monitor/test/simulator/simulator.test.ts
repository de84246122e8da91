import { describe, expect, it } from 'vitest'
import { DAYS } from './days.js'
import { violations } from './invariants.js'
import { simulate } from './simulation.js'

/** Seeds that once found something, each with what it was. */
const FOUND: readonly (readonly [number, string])[] = [
  [
    1020,
    'the uplink was cut while every other host was down already: the last one was called down',
  ],
  [1039, 'a notice that waits for the end of quiet hours was taken for lost'],
]

describe('the monitor in a simulated world', () => {
  it('keeps every invariant over 5 seeds', async () => {
    for (let seed = 1; seed <= 5; seed++) {
      const broken = violations(await simulate(seed, DAYS))
      expect({ seed, broken }).toEqual({ seed, broken: [] })
    }
  })

  it.each(FOUND)('keeps them for seed %i, by which was found: %s', async (seed) => {
    expect(violations(await simulate(seed, DAYS))).toEqual([])
  })

  it('is the same to the last byte for the same seed, and another for another', async () => {
    const [once, again, other] = [
      await simulate(7, DAYS),
      await simulate(7, DAYS),
      await simulate(8, DAYS),
    ]
    expect(again.digest).toBe(once.digest)
    expect(other.digest).not.toBe(once.digest)
  })
})
