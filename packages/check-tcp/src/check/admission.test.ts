import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../test/support/manual-clock.js'
import { parseIpAddress } from '../core/target/ip-address.js'
import { createMemoryLedger } from '../policy/limits/memory-ledger.js'
import type { RateLimits } from '../policy/limits/rate-limits.js'
import { Admission, checkLimitOptions } from './admission.js'

function admissionWith(rates: RateLimits, concurrencyPerHost?: number) {
  const clock = new ManualClock()
  const ledger = createMemoryLedger(clock)
  const counted = [{ whose: 'everybody' as const, limits: rates }]
  const options = { clock, ledger, rates: counted, concurrencyPerHost }
  return { clock, admission: new Admission(options) }
}

function address(text: string) {
  const read = parseIpAddress(text)
  if (!read) throw new Error(text)
  return read
}

describe('Admission', () => {
  it('keeps to all limits, each counted by itself', async () => {
    const clock = new ManualClock()
    const ledger = createMemoryLedger(clock)
    const taken: string[] = []
    const watched = {
      take: (key: string, intervalMs: number) => {
        taken.push(key)
        return ledger.take(key, intervalMs)
      },
    }
    const rates = [
      { whose: 'everybody' as const, limits: { rate: 10, perTarget: 10 } },
      { whose: 'own' as const, limits: { perHost: 2 } },
      { whose: 'asked' as const, limits: { rate: 5 } },
    ]
    const admission = new Admission({
      clock,
      ledger: watched,
      rates,
      concurrencyPerHost: undefined,
    })
    const { turn, leave } = await admission.enter('db.', 5432, undefined)
    const atMs: number[] = []
    const turns = [1, 2].map(async () => {
      await turn?.(address('192.0.2.1'), undefined)
      atMs.push(clock.monotonicMs())
    })
    await clock.advance(1_000)
    await Promise.all(turns)
    leave()
    expect((atMs[1] ?? 0) - (atMs[0] ?? 0)).toBe(500)
    expect(taken.slice(0, 6)).toEqual([
      ...['target db 5432', 'target 192.0.2.1 5432', 'own host db', 'own host 192.0.2.1'],
      ...['everything', 'asked everything'],
    ])
  })

  it('lets a host in as often as one may be, with a dot at its end or without', async () => {
    const { clock, admission } = admissionWith({}, 1)
    const { leave } = await admission.enter('db', 1, undefined)
    let isIn = false
    const second = admission.enter('DB.', 2, undefined).then((entry) => {
      isIn = true
      return entry
    })
    await clock.advance(1)
    expect(isIn).toBe(false)
    leave()
    ;(await second).leave()
  })

  it('gives each connect its turn, also a second one of the same attempt', async () => {
    const { clock, admission } = admissionWith({ rate: 10 })
    const { turn, leave } = await admission.enter('db', 5432, undefined)
    const atMs: number[] = []
    const turns = ['192.0.2.1', '192.0.2.2', '2001:db8::1'].map(async (text) => {
      await turn?.(address(text), undefined)
      atMs.push(clock.monotonicMs())
    })
    await clock.advance(1_000)
    await Promise.all(turns)
    leave()
    expect(atMs).toEqual([0, 100, 200])
  })

  it('lets no more attempts look names up than will have their turn within a second', async () => {
    const { admission } = admissionWith({ rate: 3 })
    let lookingUp = 0
    const entries = Array.from({ length: 5 }, async () => {
      const entry = await admission.enter('db', 5432, undefined)
      lookingUp++
      return entry
    })
    const first = await entries[0]
    await Promise.all(entries.slice(0, 3))
    expect(lookingUp).toBe(3)
    await first?.turn?.(address('192.0.2.1'), undefined)
    await entries[3]
    expect(lookingUp).toBe(4)
    first?.leave()
    const second = await entries[1]
    // An attempt that came to no connect makes room as well.
    second?.leave()
    await entries[4]
    expect(lookingUp).toBe(5)
  })

  it('lets no more attempts of one host be under way than it may', async () => {
    const { admission } = admissionWith({}, 1)
    const first = await admission.enter('one', 1, undefined)
    let entered = false
    const second = admission.enter('one', 2, undefined).then((entry) => {
      entered = true
      return entry
    })
    await admission.enter('two', 1, undefined)
    expect(entered).toBe(false)
    first.leave()
    await second
  })

  it('lets go at once when the caller no longer wants the attempt', async () => {
    const { admission } = admissionWith({ rate: 1 }, 1)
    const first = await admission.enter('db', 1, undefined)
    const abort = new AbortController()
    const waiting = admission.enter('db', 1, abort.signal)
    abort.abort()
    const { turn, leave } = await waiting
    expect(await turn?.(address('192.0.2.1'), abort.signal)).toBe(false)
    leave()
    first.leave()
  })
})

it.each([
  { rate: 0 },
  { rate: Number.NaN },
  { concurrencyPerHost: 0 },
  { concurrencyPerHost: 1.5 },
])('refuses %j with what is allowed', (limits) => {
  expect(() => checkLimitOptions(limits)).toThrow(/must be (a number|an integer)/)
})
