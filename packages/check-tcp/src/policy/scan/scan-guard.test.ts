import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../../test/support/manual-clock.js'
import { type IpAddress, parseIpAddress } from '../../core/target/ip-address.js'
import { ScanGuard } from './scan-guard.js'

function address(text: string): IpAddress {
  const read = parseIpAddress(text)
  if (!read) throw new Error(text)
  return read
}

const TARGET = address('192.0.2.1')
const MINUTE_MS = 60_000

describe('ScanGuard', () => {
  it('objects to one port of an address more than there may be, and to none before', () => {
    const guard = new ScanGuard(new ManualClock())
    const denyReasons = Array.from({ length: 101 }, (_, port) => guard.denyReason(TARGET, port + 1))
    expect(denyReasons.slice(0, 100).filter(Boolean)).toEqual([])
    expect(denyReasons[100]).toBe(
      'scan guard: more than 100 ports of 192.0.2.1 within 10 minutes need an allow rule or --i-am-authorized "why"',
    )
    // What was let through before is let through again, and so is another address.
    expect(guard.denyReason(TARGET, 1)).toBeUndefined()
    expect(guard.denyReason(address('192.0.2.2'), 101)).toBeUndefined()
  })

  it('objects to one address more than there may be', () => {
    const guard = new ScanGuard(new ManualClock(), { hosts: 3 })
    const denyReasons = [1, 2, 3, 4, 1].map((last) =>
      guard.denyReason(address(`192.0.2.${last}`), 80),
    )
    expect(denyReasons.map(Boolean)).toEqual([false, false, false, true, false])
    expect(denyReasons[3]).toContain('more than 3 addresses within 10 minutes')
  })

  it('objects to more than ten thousand addresses where nothing else is said', () => {
    const guard = new ScanGuard(new ManualClock())
    const denyReasons = Array.from({ length: 10_001 }, (_, index) =>
      guard.denyReason(address(`10.0.${index >> 8}.${index & 255}`), 80),
    )
    expect(denyReasons.slice(0, 10_000).filter(Boolean)).toEqual([])
    expect(denyReasons[10_000]).toBe(
      'scan guard: more than 10,000 addresses within 10 minutes need an allow rule or --i-am-authorized "why"',
    )
  })

  it('tells large numbers of ports so that they can be read', () => {
    const guard = new ScanGuard(new ManualClock(), { ports: 1_000 })
    const denyReasons = Array.from({ length: 1_001 }, (_, port) =>
      guard.denyReason(TARGET, port + 1),
    )
    expect(denyReasons[1_000]).toContain('more than 1,000 ports of 192.0.2.1 ')
  })

  it('counts ports and addresses for as many minutes as it is told', async () => {
    const clock = new ManualClock()
    const guard = new ScanGuard(clock, { ports: 1, hosts: 1, windowMinutes: 2 })
    const other = address('192.0.2.2')
    guard.denyReason(TARGET, 1)
    await clock.advance(2 * MINUTE_MS - 1)
    expect(guard.denyReason(TARGET, 2)).toContain('within 2 minutes')
    await clock.advance(2 * MINUTE_MS - 1)
    expect(guard.denyReason(other, 1)).toContain('within 2 minutes')
    await clock.advance(1)
    expect(guard.denyReason(TARGET, 2)).toBeUndefined()
    await clock.advance(2 * MINUTE_MS)
    expect(guard.denyReason(other, 1)).toBeUndefined()
  })

  it('forgets what was not seen for longer than its window', async () => {
    const clock = new ManualClock()
    const guard = new ScanGuard(clock, { ports: 2 })
    guard.denyReason(TARGET, 1)
    await clock.advance(6 * MINUTE_MS)
    guard.denyReason(TARGET, 2)
    expect(guard.denyReason(TARGET, 3)).toBeDefined()
    await clock.advance(5 * MINUTE_MS)
    expect(guard.denyReason(TARGET, 3)).toBeUndefined()
    expect(guard.denyReason(TARGET, 1)).toBeDefined()
  })

  it('goes on to count what is seen again and again', async () => {
    const clock = new ManualClock()
    const guard = new ScanGuard(clock, { ports: 2 })
    for (let minute = 0; minute < 30; minute++) {
      expect(guard.denyReason(TARGET, 1)).toBeUndefined()
      expect(guard.denyReason(TARGET, 2)).toBeUndefined()
      expect(guard.denyReason(TARGET, 3)).toBeDefined()
      await clock.advance(MINUTE_MS)
    }
  })

  it.each(['127.0.0.1', '127.9.9.9', '::1'])('lets %s be, which no packet leaves', (text) => {
    const guard = new ScanGuard(new ManualClock(), { ports: 1 })
    const denyReasons = [1, 2, 3].map((port) => guard.denyReason(address(text), port))
    expect(denyReasons).toEqual([undefined, undefined, undefined])
  })
})
