import { describe, expect, it } from 'vitest'
import { errorText, FAILURE_NAMES, FAILURES } from './failure.js'

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

  it.each([
    ['refused', 'No service listening on the target port'],
    ['timeout', 'No response received within timeout period'],
    ['host_not_found', 'Unable to resolve hostname'],
    ['network_unreachable', 'No route to the target host'],
    ['permission_denied', 'Insufficient privileges to create socket'],
    ['port_in_use', 'Source port already in use'],
  ] as const)('says of %s what it means: %s', (failure, meaning) => {
    expect(FAILURES[failure].meaning).toBe(meaning)
  })

  it.each(FAILURE_NAMES)('has no code words in what it says of %s', (name) => {
    const { meaning, advice } = FAILURES[name]
    // A kernel setting has no other name, and the parameter is named as the document has it.
    const known = [
      'net.ipv4.ip_local_port_range',
      '(omit source_port parameter)',
      'server_name',
      's_client',
    ]
    const said = known.reduce(
      (text, each) => text.replaceAll(each, ''),
      [meaning, ...advice].join(),
    )
    expect(said).not.toMatch(/[a-z]_[a-z]|details\./)
  })

  it('has advice for everything that somebody can mend', () => {
    for (const name of FAILURE_NAMES) {
      expect(FAILURES[name].advice.length > 0).toBe(name !== 'cancelled')
    }
  })
})
