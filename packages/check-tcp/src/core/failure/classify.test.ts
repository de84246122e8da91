import { describe, expect, it } from 'vitest'
import { classifySystemFailure } from './classify.js'
import { FAILURES, faultOf } from './failure.js'

describe('classifySystemFailure', () => {
  it.each([
    ['ECONNREFUSED', 'connect', undefined, 'refused', undefined],
    ['ECONNRESET', 'connect', undefined, 'connection_reset', undefined],
    ['ETIMEDOUT', 'connect', undefined, 'timeout', undefined],
    ['ENETUNREACH', 'connect', undefined, 'network_unreachable', undefined],
    ['EHOSTUNREACH', 'connect', undefined, 'network_unreachable', undefined],
    ['ENOPROTOOPT', 'connect', undefined, 'network_unreachable', undefined],
    ['EMFILE', 'socket', undefined, 'local_resources', undefined],
    ['ENFILE', 'socket', undefined, 'local_resources', undefined],
    ['ENOBUFS', 'connect', undefined, 'local_resources', undefined],
    ['ENOMEM', 'connect', undefined, 'local_resources', undefined],
    ['EAGAIN', 'worker', undefined, 'local_resources', 'no_thread_left'],
    ['EAGAIN', 'socket', undefined, 'unknown', undefined],
    ['EACCES', 'bind', 80, 'permission_denied', 'privileged_port'],
    ['EACCES', 'connect', undefined, 'permission_denied', 'prohibited_by_route_or_firewall'],
    ['EPERM', 'connect', undefined, 'permission_denied', undefined],
    ['EADDRINUSE', 'bind', 4000, 'port_in_use', 'source_port_taken'],
    ['EADDRINUSE', 'connect', 4000, 'port_in_use', 'same_connection_still_open'],
    ['EADDRINUSE', 'connect', undefined, 'local_resources', undefined],
    ['EADDRNOTAVAIL', 'connect', 4000, 'port_in_use', 'same_connection_still_open'],
    ['EADDRNOTAVAIL', 'bind', 4000, 'port_in_use', 'source_address_not_local'],
    ['EADDRNOTAVAIL', 'connect', undefined, 'local_resources', 'ephemeral_ports_exhausted'],
  ] as const)(
    'takes %s from %s with source port %s for %s',
    (code, syscall, sourcePort, failure, cause) => {
      expect(classifySystemFailure({ code, syscall }, sourcePort)).toEqual({
        failure,
        code,
        ...(cause === undefined ? {} : { cause }),
      })
    },
  )

  it('does not take a switched off IPv6 for exhausted ports', () => {
    for (const sourcePort of [undefined, 4000]) {
      const system = { code: 'EADDRNOTAVAIL', syscall: 'connect', noSourceAddress: true }
      expect(classifySystemFailure(system, sourcePort)).toEqual({
        failure: 'network_unreachable',
        code: 'EADDRNOTAVAIL',
        cause: 'no_source_address',
        fault: 'local',
      })
    }
  })

  it('books a firewall that answers "prohibited" on the network, not on this machine', () => {
    for (const syscall of ['connect', 'bind']) {
      const system = { code: 'EACCES', syscall, fromNetwork: true }
      expect(classifySystemFailure(system, undefined)).toEqual({
        failure: 'network_unreachable',
        code: 'EACCES',
        cause: 'prohibited_by_a_firewall_on_the_way',
      })
    }
  })

  it('has nothing to say of an errno that is not listed where the system has not', () => {
    const system = { code: 'EINVAL', syscall: 'connect' }
    expect(classifySystemFailure(system, 4000)).toStrictEqual({
      failure: 'unknown',
      code: 'EINVAL',
    })
  })

  it('books an errno that is not listed on this machine, with the text of the system', () => {
    const system = { code: 'EINVAL', syscall: 'connect', text: 'invalid argument' }
    const reason = classifySystemFailure(system, undefined)
    expect(reason).toEqual({ failure: 'unknown', code: 'EINVAL', text: 'invalid argument' })
    expect(FAILURES[reason.failure].fault).toBe('local')
  })
})

describe('what this machine did not send', () => {
  it.each([
    ['ENETUNREACH', 'no_route'],
    ['EHOSTUNREACH', 'unreachable_route'],
    ['EAFNOSUPPORT', 'no_source_address'],
  ])('is the fault of this machine where connect(2) says %s at once', (code, cause) => {
    const system = { code, syscall: 'connect', fromNetwork: false }
    const reason = classifySystemFailure(system, undefined)
    expect(reason).toEqual({ failure: 'network_unreachable', code, cause, fault: 'local' })
    expect(faultOf(reason)).toBe('local')
  })

  it.each(['ENETUNREACH', 'EHOSTUNREACH', 'ENOPROTOOPT'])(
    'is told from the %s of a router, which comes later',
    (code) => {
      const system = { code, syscall: 'connect', fromNetwork: true }
      const reason = classifySystemFailure(system, undefined)
      expect(reason).toEqual({ failure: 'network_unreachable', code })
      expect(faultOf(reason)).toBe('network')
    },
  )

  it('is what a blackhole route discards, where the routes were asked about EINVAL', () => {
    const system = { code: 'EINVAL', syscall: 'connect', local: 'route_discards' } as const
    expect(classifySystemFailure(system, undefined)).toEqual({
      failure: 'network_unreachable',
      code: 'EINVAL',
      cause: 'route_discards',
      fault: 'local',
    })
  })

  it('is the fault of this machine where the kernel lets that be seen', () => {
    const system = { code: 'EHOSTUNREACH', syscall: 'connect', fromNetwork: true } as const
    const reason = classifySystemFailure({ ...system, local: 'gateway_silent' }, undefined)
    expect(reason).toMatchObject({ failure: 'network_unreachable', cause: 'gateway_silent' })
    expect(faultOf(reason)).toBe('local')
  })
})
