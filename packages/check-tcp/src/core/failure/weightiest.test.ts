import { describe, expect, it } from 'vitest'
import { FAILURE_NAMES } from './failure.js'
import { weightiest } from './weightiest.js'

describe('weightiest', () => {
  it('lets a fault of this machine speak before anything of the target', () => {
    for (const failure of FAILURE_NAMES) {
      expect(weightiest([{ failure }, { failure: 'local_resources' }])?.failure).toBe(
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
    expect(weightiest(failures.map((failure) => ({ failure })))?.failure).toBe(expected)
  })

  it('lets what a router said speak before what this machine did not send', () => {
    const here = { failure: 'network_unreachable', cause: 'no_route', fault: 'local' } as const
    const there = { failure: 'network_unreachable', code: 'ENETUNREACH' } as const
    expect(weightiest([here, there])).toBe(there)
    expect(weightiest([here, { failure: 'timeout' }])).toEqual({ failure: 'timeout' })
  })

  it('keeps the first of equals, and is nothing of nothing', () => {
    const first = { failure: 'refused', code: '1' } as const
    expect(weightiest([first, { failure: 'refused', code: '2' }])).toBe(first)
    expect(weightiest([])).toBeUndefined()
  })

  it('ranks every failure', () => {
    for (const failure of FAILURE_NAMES) {
      expect(weightiest([{ failure: 'cancelled' }, { failure }])?.failure).toBe(failure)
    }
  })
})
