import { describe, expect, it } from 'vitest'
import { DAYS } from './days.js'
import { violations } from './invariants.js'
import { simulate } from './simulation.js'

describe('the monitor in a simulated world', () => {
  it('keeps every invariant over 5 seeds', async () => {
    for (let seed = 1; seed <= 5; seed++) {
      const broken = violations(await simulate(seed, DAYS))
      expect({ seed, broken }).toEqual({ seed, broken: [] })
    }
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
