import { describe, expect, it } from 'vitest'
import { errorText, FAILURE_NAMES, FAILURES, weightiest } from './failure.js'

describe('the failure table', () => {
  it.each([
    ['refused', 'Connection refused', 'target'],
    ['timeout', 'Connection timeout', 'network'],
    ['host_not_found', 'Host not found', 'dns'],
    ['dns_unavailable', 'Host not found', 'dns'],
    ['network_unreachable', 'Network unreachable', 'network'],
    ['permission_denied', 'Permission denied', 'local'],
    ['port_in_use', 'Port in use', 'local'],
    ['connection_reset', 'Connection reset', 'target'],
    ['local_resources', 'Local resources exhausted', 'local'],
    ['denied_by_policy', 'Denied by policy', 'policy'],
    ['not_audited', 'Audit log cannot be written', 'local'],
    ['cancelled', 'Cancelled', 'local'],
  ] as const)('says of %s "%s" and books it on %s', (failure, error, fault) => {
    expect(errorText({ failure })).toBe(error)
    expect(FAILURES[failure].fault).toBe(fault)
  })

  it("gives the system's text for an unknown failure, else its code", () => {
    expect(errorText({ failure: 'unknown', text: 'Invalid argument', code: 'EINVAL' })).toBe(
      'Invalid argument',
    )
    expect(errorText({ failure: 'unknown', code: 'EINVAL' })).toBe('EINVAL')
    expect(errorText({ failure: 'unknown' })).toBe('Unknown error')
  })

  it('has advice for everything that somebody can mend', () => {
    for (const name of FAILURE_NAMES) {
      expect(FAILURES[name].advice.length > 0).toBe(name !== 'cancelled')
    }
  })
})

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
