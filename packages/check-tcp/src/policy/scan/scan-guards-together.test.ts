import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../../test/support/manual-clock.js'
import { type IpAddress, parseIpAddress } from '../../core/target/ip-address.js'
import { ScanGuard } from './scan-guard.js'
import type { Sighting, Sightings } from './sightings.js'

function address(text: string): IpAddress {
  const read = parseIpAddress(text)
  if (!read) throw new Error(text)
  return read
}

const TARGET = address('192.0.2.1')

/** What several processes share, and what one of them does with it. */
class Board implements Sightings {
  readonly added: Sighting[] = []
  asked = 0
  closed = 0
  /** What others have seen since the last time. */
  fresh: Sighting[] = []
  /** What others see right before and right after the next one that is added. */
  before: Sighting[] = []
  after: Sighting[] = []

  news(): readonly Sighting[] {
    this.asked++
    return this.fresh.splice(0)
  }

  add(sighting: Sighting): readonly Sighting[] {
    this.added.push(sighting)
    return [...this.before.splice(0), sighting, ...this.after.splice(0)]
  }

  close(): void {
    this.closed++
  }
}

function guarded(ports: number) {
  const clock = new ManualClock()
  const board = new Board()
  const guard = new ScanGuard(clock, { ports }, board)
  const seen = (port: number): Sighting => ({
    address: TARGET.text,
    port,
    atMs: clock.monotonicMs(),
  })
  return { clock, board, guard, seen }
}

describe('a scan guard among several', () => {
  it('counts what others have seen, and each port once', () => {
    const { board, guard, seen } = guarded(3)
    board.fresh = [seen(1), seen(2)]
    expect(guard.denyReason(TARGET, 3)).toBeUndefined()
    expect(guard.denyReason(TARGET, 2)).toBeUndefined()
    expect(guard.denyReason(TARGET, 4)).toContain('more than 3 ports')
  })

  it('objects where another one was faster', () => {
    const { board, guard, seen } = guarded(1)
    board.before = [seen(1)]
    expect(guard.denyReason(TARGET, 2)).toContain('more than 1 ports')
  })

  it('does not object where another one was slower', () => {
    const { board, guard, seen } = guarded(1)
    board.after = [seen(1)]
    expect(guard.denyReason(TARGET, 2)).toBeUndefined()
    expect(guard.denyReason(TARGET, 1)).toBeDefined()
  })

  it('asks for news every five milliseconds at most', async () => {
    const { clock, board, guard } = guarded(9)
    guard.denyReason(TARGET, 1)
    guard.denyReason(TARGET, 2)
    await clock.advance(4)
    guard.denyReason(TARGET, 3)
    expect(board.asked).toBe(1)
    await clock.advance(1)
    guard.denyReason(TARGET, 4)
    expect(board.asked).toBe(2)
  })

  it('tells what it sees again and again every ten seconds at most', async () => {
    const { clock, board, guard } = guarded(9)
    guard.denyReason(TARGET, 1)
    await clock.advance(9_999)
    guard.denyReason(TARGET, 1)
    expect(board.added).toHaveLength(1)
    guard.denyReason(TARGET, 2)
    guard.denyReason(address('192.0.2.2'), 1)
    expect(board.added.map(({ address, port }) => `${address} ${port}`)).toEqual([
      '192.0.2.1 1',
      '192.0.2.1 2',
      '192.0.2.2 1',
    ])
    await clock.advance(1)
    guard.denyReason(TARGET, 1)
    expect(board.added.slice(3)).toEqual([{ address: '192.0.2.1', port: 1, atMs: 10_000 }])
  })

  it('tells what it has room for alone, and what it knows where there is no more', async () => {
    const { clock, board, guard } = guarded(1)
    expect(guard.denyReason(TARGET, 1)).toBeUndefined()
    expect(guard.denyReason(TARGET, 2)).toBeDefined()
    expect(board.added).toHaveLength(1)
    await clock.advance(10_000)
    expect(guard.denyReason(TARGET, 2)).toBeDefined()
    expect(guard.denyReason(TARGET, 1)).toBeUndefined()
    expect(board.added.map(({ port }) => port)).toEqual([1, 1])
  })

  it('counts an address with a zone as the one without', () => {
    const { board, guard } = guarded(1)
    guard.denyReason(address('fe80::1%1'), 1)
    expect(board.added.map((one) => one.address)).toEqual(['fe80::1'])
    expect(guard.denyReason(address('fe80::1%2'), 2)).toContain('ports of fe80::1 ')
  })

  it('closes what it counts by', () => {
    const { board, guard } = guarded(1)
    guard.close()
    expect(board.closed).toBe(1)
  })
})
