import type { Explanation } from 'check-tcp'
import { labRequirements } from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import { explainSituation } from './explain-situation.js'
import { SITUATIONS } from './situations.js'

/** Seconds, the default. */
const DEADLINE = 5

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

function first({ reasons }: Explanation) {
  const [{ reason, fault } = { reason: 'none', fault: 'none' }] = reasons
  return { reason, fault }
}

describe.skipIf(!labs.available)(`the explanation${leftOut}`, () => {
  for (const [group, situations] of Object.entries(SITUATIONS)) {
    describe(group, () => {
      for (const situation of situations) {
        const says = situation.knownMiss ? 'cannot be sure' : `says ${situation.right[0]}`
        it.concurrent(`${says} when ${situation.title}`, async () => {
          const { asRoot, withoutRoot } = await explainSituation(situation)
          if (!situation.knownMiss) {
            expect(situation.right, JSON.stringify(asRoot, null, 1)).toContain(first(asRoot).reason)
            expect(first(asRoot).fault).toBe(situation.fault)
            const right = situation.withoutRoot ?? situation.right
            expect(right, JSON.stringify(withoutRoot, null, 1)).toContain(first(withoutRoot).reason)
          }
          for (const explanation of [asRoot, withoutRoot]) {
            if (situation.fault === 'local') expect(first(explanation).fault).not.toBe('target')
            expect(explanation.probe_time).toBeLessThan(DEADLINE * 1.2)
          }
          expect(withoutRoot.not_asked.length).toBeGreaterThan(0)
        })
      }
    })
  }
})
