import { describe, expect, it } from 'vitest'
import { icmpAnswerIn, icmpAnswerOf } from './icmp-answer.js'

describe('an ICMP error', () => {
  it.each([
    [4, 3, 0, 'net_unreachable'],
    [4, 3, 1, 'host_unreachable'],
    [4, 3, 3, 'port_unreachable'],
    [4, 3, 13, 'admin_prohibited'],
    [6, 1, 1, 'admin_prohibited'],
    [6, 1, 3, 'host_unreachable'],
    [6, 1, 4, 'port_unreachable'],
    [4, 12, 1, 'type_12_code_1'],
  ] as const)('of IPv%s, type %s, code %s means %s', (family, type, code, meaning) => {
    const icmp = { type, code, from: '192.0.2.254' }
    const outcome = { kind: 'failed', code: 'EHOSTUNREACH', icmp } as const
    expect(icmpAnswerOf(outcome, family)).toEqual({ meaning, from: '192.0.2.254' })
  })

  it.each([
    ['From 192.0.2.254 icmp_seq=1 Destination Net Unreachable', 'net_unreachable'],
    ['From 192.0.2.254 icmp_seq=1 Destination Host Unreachable', 'host_unreachable'],
    ['From 192.0.2.254 icmp_seq=1 Packet filtered', 'admin_prohibited'],
    ['From 192.0.2.254 icmp_seq=1 Destination unreachable: No route', 'net_unreachable'],
  ])('is read off ping: %s', (line, meaning) => {
    expect(icmpAnswerIn(line)).toEqual({ meaning, from: '192.0.2.254' })
  })

  it('is not read off anything else', () => {
    expect(icmpAnswerIn('64 bytes from 192.0.2.2: icmp_seq=1 ttl=64')).toBeUndefined()
    expect(icmpAnswerOf({ kind: 'silent' }, 4)).toBeUndefined()
  })
})
