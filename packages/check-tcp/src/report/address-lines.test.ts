import { describe, expect, it } from 'vitest'
import { ENTRIES } from '../../test/report/entries.js'
import { addressLines } from './address-lines.js'

describe('addressLines', () => {
  it('says of each address how it answered, and which was given up', () => {
    expect(addressLines(ENTRIES.dualStack.result)).toEqual([
      '2001:db8::1 Network unreachable in 200 µs - fault: network',
      '192.0.2.7 connected in 45.0 ms',
      '192.0.2.8 given up after 20.0 ms: another address connected first',
    ])
  })

  it('says nothing where there is one address, which the headline has', () => {
    expect(addressLines(ENTRIES.connected.result)).toEqual([])
    expect(addressLines(ENTRIES.noName.result)).toEqual([])
  })
})
