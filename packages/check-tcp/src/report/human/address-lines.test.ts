import { describe, expect, it } from 'vitest'
import { ENTRIES } from '../../../test/report/entries.js'
import { addressLines } from './address-lines.js'

describe('addressLines', () => {
  it('says of each address how it answered, and which was given up, where everything is asked for', () => {
    expect(addressLines(ENTRIES.dualStack.result, { verbose: true })).toEqual([
      '2001:db8::1 Network unreachable in 200 µs - fault: network',
      '192.0.2.7 connected in 45.0 ms',
      '192.0.2.8 given up after 20.0 ms: another address connected first',
    ])
  })

  it('says nothing of the others where one address was enough', () => {
    expect(addressLines(ENTRIES.dualStack.result)).toEqual([])
  })

  it('says of several that had to connect when this process saw them connected', () => {
    const { result } = ENTRIES.connected
    const [attempt] = result.details.attempts
    const [address] = attempt?.addresses ?? []
    const addresses = [address, { ...address, address: '192.0.2.8', connect_time: 0.06 }]
    const details = { ...result.details, attempts: [{ ...attempt, addresses }] }
    expect(addressLines(Object.assign({}, result, { response_time: 0.002, details }))).toEqual([
      '192.0.2.7 connected in 2.0 ms',
      '192.0.2.8 connected within 60.0 ms',
    ])
  })

  it('puts the cause of an address into words', () => {
    const { result } = ENTRIES.oneDead
    const [attempt] = result.details.attempts
    const [first, second] = attempt?.addresses ?? []
    const addresses = [first, { ...second, cause: 'no_answer' }]
    const details = { ...result.details, attempts: [{ ...attempt, addresses }] }
    expect(addressLines(Object.assign({}, result, { details })).join()).not.toContain('no_answer')
  })

  it('says nothing where there is one address, which the headline has', () => {
    expect(addressLines(ENTRIES.connected.result)).toEqual([])
    expect(addressLines(ENTRIES.noName.result)).toEqual([])
  })
})
