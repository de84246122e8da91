import { labRequirements } from 'check-tcp-lab'
import { describe, it } from 'vitest'
import { fuzzSettings } from '../fuzz/settings.js'
import { expectNoSynToDenied } from './policy-properties.js'

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`
const { numRuns: names, seed } = fuzzSettings(100_000)

describe.skipIf(!labs.available)(
  `${names} names whose addresses change with every query, seed ${seed}${leftOut}`,
  () => {
    console.log(`policy: ${names} names, seed ${seed}`)

    it('bring no SYN to an address that the policy denies', async () => {
      await expectNoSynToDenied({ names, seed })
    })
  },
)
