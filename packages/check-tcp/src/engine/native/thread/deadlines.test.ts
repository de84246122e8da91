import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Deadlines } from './deadlines.js'

describe('Deadlines', () => {
  it('gives deadlines back in their order, whatever the order they came in', () => {
    const numbers = fc.array(fc.integer({ min: 0, max: 1_000 }), { maxLength: 200 })
    fc.assert(
      fc.property(numbers, (times) => {
        const deadlines = new Deadlines()
        for (const [slot, atMs] of times.entries()) deadlines.add(atMs, slot, slot + 1)
        const taken = times.map(() => {
          const atMs = deadlines.nextMs
          const entry = deadlines.take()
          expect(times[entry?.slot ?? -1]).toBe(atMs)
          expect(entry?.generation).toBe((entry?.slot ?? 0) + 1)
          return atMs
        })
        expect(taken).toEqual(times.toSorted((a, b) => a - b))
        expect(deadlines.take()).toBeUndefined()
      }),
      { seed: 20_261_122 },
    )
  })

  it('has no next deadline when it is empty', () => {
    expect(new Deadlines().nextMs).toBe(Number.POSITIVE_INFINITY)
  })
})
