import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../../test/support/manual-clock.js'
import { createMemoryLedger } from './memory-ledger.js'

/** More limits than are remembered before those that have gone unused are forgotten. */
const MANY = 1_500

describe('a ledger in memory', () => {
  it('gives a turn, and the next when it is due', async () => {
    const clock = new ManualClock()
    const ledger = createMemoryLedger(clock)
    expect(ledger.take('key', 100)).toEqual({ taken: true, freeAtMs: 100 })
    await clock.advance(99)
    expect(ledger.take('key', 100)).toEqual({ taken: false, freeAtMs: 100 })
    await clock.advance(1)
    expect(ledger.take('key', 100)).toEqual({ taken: true, freeAtMs: 200 })
  })

  it('keeps each limit for itself', () => {
    const ledger = createMemoryLedger(new ManualClock())
    expect(ledger.take('one', 100).taken).toBe(true)
    expect(ledger.take('other', 100).taken).toBe(true)
    expect(ledger.take('one', 100).taken).toBe(false)
  })

  it('keeps the limits that are in use, however many there are', async () => {
    const clock = new ManualClock()
    const ledger = createMemoryLedger(clock)
    const turnsOf = (intervalMs: number) =>
      Array.from({ length: MANY }, (_, host) => ledger.take(`host ${host}`, intervalMs).taken)
    expect(turnsOf(100)).not.toContain(false)
    await clock.advance(99)
    expect(turnsOf(100)).not.toContain(true)
    await clock.advance(1)
    expect(turnsOf(100)).not.toContain(false)
  })

  it('keeps the pace of a limit whose turn is only as late as timers are, however many there are', async () => {
    const clock = new ManualClock()
    const ledger = createMemoryLedger(clock)
    for (let host = 0; host < MANY; host++) ledger.take(`host ${host}`, 100)
    await clock.advance(105)
    for (let host = 0; host < MANY; host++) ledger.take(`other host ${host}`, 100)
    expect(ledger.take('host 0', 100)).toEqual({ taken: true, freeAtMs: 200 })
  })
})
