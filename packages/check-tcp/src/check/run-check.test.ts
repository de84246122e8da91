import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../test/support/manual-clock.js'
import type { Engine, Handshake, Settle } from '../engine/engine.js'
import { allowAll, createPolicy, type Policy } from '../policy/policy.js'
import { createInnerChecker, type InnerChecker } from './checker.js'

const CONNECTED: Handshake = {
  kind: 'connected',
  connectMs: 1,
  sourceAddress: '192.0.2.9',
  sourcePort: 50_000,
  synRetransmits: 0,
  selfConnected: false,
}
const REFUSED: Handshake = {
  kind: 'failed',
  connectMs: 1,
  system: { code: 'ECONNREFUSED', syscall: 'connect', text: 'refused' },
}

const TARGET = { host: '192.0.2.1', port: 80, attempts: 3, retry_delay: 2 }

/** A checker whose connects end as the test says, each with what is next in line. */
function makeChecker(handshakes: Handshake[], policy: Policy = allowAll) {
  const clock = new ManualClock()
  const connects: number[] = []
  const engine: Engine = {
    name: 'node',
    connect(_request, settle: Settle) {
      connects.push(clock.monotonicMs())
      settle({ ...(handshakes.shift() ?? REFUSED), engine: 'node' })
    },
    close: async () => {},
  }
  const limits = { concurrencyPerHost: 1 }
  const checker = createInnerChecker({ clock, engine, policy, limits, authorisation: 'test' })
  return { checker, clock, connects }
}

/** Is there a turn for another check of the same host? */
async function isFree(checker: InnerChecker): Promise<boolean> {
  const { attempts } = await checker.check({ ...TARGET, attempts: 1 })
  return attempts === 1
}

describe('a check', () => {
  it('makes attempts a delay apart until one connects', async () => {
    const { checker, clock, connects } = makeChecker([REFUSED, REFUSED, CONNECTED])
    const checking = checker.check(TARGET)
    await clock.advance(1_999)
    expect(connects).toEqual([0])
    await clock.advance(10_000)
    expect(connects).toEqual([0, 2_000, 4_000])
    expect(await checking).toMatchObject({ connected: true, attempts: 3 })
  })

  it('makes no more attempts than it may', async () => {
    const { checker, clock, connects } = makeChecker([])
    const checking = checker.check(TARGET)
    await clock.advance(60_000)
    expect(connects).toHaveLength(3)
    expect(await checking).toMatchObject({ attempts: 3, details: { failure: 'refused' } })
  })

  it('makes one attempt where the policy denies it, which it would again', async () => {
    const policy = createPolicy({ rules: [], default: 'deny' })
    const { checker, connects } = makeChecker([], policy)
    expect(await checker.check(TARGET)).toMatchObject({
      attempts: 1,
      details: { failure: 'denied_by_policy' },
    })
    expect(connects).toEqual([])
  })

  it('ends at once where it is cancelled between two attempts', async () => {
    const { checker, clock, connects } = makeChecker([REFUSED])
    const abort = new AbortController()
    const checking = checker.check(TARGET, { signal: abort.signal })
    await clock.advance(500)
    abort.abort()
    expect(await checking).toMatchObject({ attempts: 1, details: { failure: 'cancelled' } })
    expect(connects).toEqual([0])
  })

  it('makes no attempt where it was cancelled before', async () => {
    const { checker, connects } = makeChecker([])
    expect(await checker.check(TARGET, { signal: AbortSignal.abort() })).toMatchObject({
      attempts: 0,
      details: { failure: 'cancelled' },
    })
    expect(connects).toEqual([])
  })

  it('rejects with what a policy throws, and gives its turn at the host back', async () => {
    let isBroken = true
    const policy: Policy = {
      ...allowAll,
      decide: (...asked) => {
        if (isBroken) throw new RangeError('a broken policy')
        return allowAll.decide(...asked)
      },
    }
    const { checker } = makeChecker([CONNECTED], policy)
    await expect(checker.check(TARGET)).rejects.toThrow('a broken policy')
    isBroken = false
    expect(await isFree(checker)).toBe(true)
  })
})
