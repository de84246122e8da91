import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DueQueue } from './due-queue.js'

describe('the queue of what is due', () => {
  it('gives back everything in the order of time, whatever came and went before', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(1_000), { nil: undefined })), (steps) => {
        const queue = new DueQueue<number>()
        const model: number[] = []
        for (const step of steps) {
          if (step === undefined) {
            expect(queue.pop()?.at).toBe(model.shift())
          } else {
            queue.push(step, step)
            model.push(step)
            model.sort((a, b) => a - b)
          }
          expect(queue.peek()?.at).toBe(model[0])
        }
        for (const left of [...model, undefined]) expect(queue.pop()?.item).toBe(left)
      }),
      { seed: 20261125 },
    )
  })
})
