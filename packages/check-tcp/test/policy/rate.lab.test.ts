import { labRequirements } from 'check-tcp-lab'
import { describe, it } from 'vitest'
import { expectRateOnTheWire } from './rate-on-the-wire.js'

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

describe.skipIf(!labs.available)(`600 checks of one host at --rate 200${leftOut}`, () => {
  it.each([1, 4])('send no more SYNs in any second, from %d process(es)', async (processes) => {
    await expectRateOnTheWire({ tasks: 600, rate: 200, processes })
  })
})
