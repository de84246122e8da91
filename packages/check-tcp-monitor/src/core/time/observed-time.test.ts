import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recount } from '../../../test/history/recount.js'
import { observation, START } from '../../../test/history/sample-history.js'
import type { Observation } from '../wire/observation.js'
import { extendObserved, type ObservedTime, observedOnce, timesOfWindow } from './observed-time.js'
import { COUNTS_AS } from './time-state.js'

/** What some observations cover, each of which follows the one before. */
function observedOf(observations: readonly Observation[]): ObservedTime | undefined {
  const [first, ...others] = observations
  const observed = first && observedOnce(first)
  for (const each of others) if (observed) extendObserved(observed, observedOnce(each))
  return observed
}

const someObservations = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 0, max: 100 }),
      countsAs: fc.constantFrom(...COUNTS_AS),
      validMs: fc.integer({ min: 0, max: 60 }),
    }),
    { maxLength: 12 },
  )
  .map((steps) => {
    let at = START
    return steps.map(({ gap, ...said }) => {
      at += gap
      return observation({ at, ...said })
    })
  })

describe('the time that observations cover', () => {
  it('is the same whether it is added up one by one or in parts, for any window', () => {
    const arbitrary = [
      someObservations,
      fc.nat(1_200),
      fc.nat(1_200),
      fc.nat(12),
      fc.nat(12),
    ] as const
    fc.assert(
      fc.property(...arbitrary, (all, start, length, one, other) => {
        const window = { from: START + start, until: START + start + length }
        const before = all.filter(({ at }) => at < window.from)
        const within = all.filter(({ at }) => at >= window.from && at < window.until)
        const after = all.filter(({ at }) => at >= window.until)
        const cuts = [0, ...[one, other].sort((a, b) => a - b), within.length]
        let joined: ObservedTime | undefined
        for (const [index, cut] of cuts.entries()) {
          const part = observedOf(within.slice(cut, cuts[index + 1] ?? within.length))
          if (joined && part) extendObserved(joined, part)
          else joined ??= part
        }
        const found = timesOfWindow(observedOf(before), joined, window, observedOf(after))
        expect(found).toEqual(recount(all, window).time)
      }),
      { seed: 14, numRuns: 3_000 },
    )
  })

  it('ends when an observation is no longer valid', () => {
    const observed = observedOf([
      observation({ at: START, validMs: 90_000 }),
      observation({ at: START + 3_600_000, validMs: 90_000 }),
    ])
    const window = { from: START, until: START + 7_200_000 }
    expect(timesOfWindow(undefined, observed, window)).toMatchObject({ up: 180_000, down: 0 })
  })

  it('is down where bad observations were never judged, and unknown where nothing could be seen', () => {
    const bad = observation({ at: START, countsAs: 'unconfirmed', validMs: 90_000 })
    const window = { from: START, until: START + 60_000 }
    expect(timesOfWindow(undefined, observedOf([bad]), window).down).toBe(60_000)
    const isolated = observation({ at: START + 30_000, countsAs: 'unknown', validMs: 90_000 })
    expect(timesOfWindow(undefined, observedOf([bad, isolated]), window).unknown).toBe(60_000)
  })
})
