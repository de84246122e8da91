import { labRequirements } from 'check-tcp-lab'
import { describe, it } from 'vitest'
import { expectNoSynToDenied, expectNoSynToSpellings } from './policy-properties.js'

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

describe.skipIf(!labs.available)(
  `2,000 names whose addresses change with every query${leftOut}`,
  () => {
    it('bring no SYN to an address that the policy denies', async () => {
      await expectNoSynToDenied({ names: 2_000, seed: 20_261_122 })
    })
  },
)

describe.skipIf(!labs.available)(`10,000 spellings of denied addresses${leftOut}`, () => {
  it('bring no SYN', async () => {
    await expectNoSynToSpellings({ spellings: 10_000, seed: 20_261_123 })
  })
})
