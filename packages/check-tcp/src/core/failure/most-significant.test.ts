import { describe, expect, it } from 'vitest'
import { FAILURE_NAMES } from './failure.js'
import { mostSignificant } from './most-significant.js'

describe('mostSignificant', () => {
  it('lets a fault of this machine speak before anything of the target', () => {
    for (const failure of FAILURE_NAMES) {
      expect(mostSignificant([{ failure }, { failure: 'local_resources' }])?.failure).toBe(
        'local_resources',
      )
    }
  })

  it.each([
    [['timeout', 'refused'], 'refused'],
    [['network_unreachable', 'timeout'], 'timeout'],
    [['host_not_found', 'dns_unavailable'], 'dns_unavailable'],
    [['cancelled', 'denied_by_policy'], 'denied_by_policy'],
  ] as const)('of %j is %s', (failures, expected) => {
    expect(mostSignificant(failures.map((failure) => ({ failure })))?.failure).toBe(expected)
  })

  it('lets what a router said speak before what this machine did not send', () => {
    const here = { failure: 'network_unreachable', cause: 'no_route', fault: 'local' } as const
    const there = { failure: 'network_unreachable', code: 'ENETUNREACH' } as const
    expect(mostSignificant([here, there])).toBe(there)
    expect(mostSignificant([here, { failure: 'timeout' }])).toEqual({ failure: 'timeout' })
  })

  it('keeps the first of equals, and is nothing of nothing', () => {
    const first = { failure: 'refused', code: '1' } as const
    expect(mostSignificant([first, { failure: 'refused', code: '2' }])).toBe(first)
    expect(mostSignificant([])).toBeUndefined()
  })

  it('ranks every failure', () => {
    for (const failure of FAILURE_NAMES) {
      expect(mostSignificant([{ failure: 'cancelled' }, { failure }])?.failure).toBe(failure)
    }
  })
})
