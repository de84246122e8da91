import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../test/support/manual-clock.js'
import { allowManyListeners } from '../core/linked-abort.js'
import { allowAll } from '../policy/policy.js'
import type { ConnectOutcome, ConnectRequest, Engine } from './engine.js'
import { throttled } from './throttled-engine.js'

const never = new AbortController().signal
allowManyListeners(never)

function request(extra: Partial<ConnectRequest> = {}): ConnectRequest {
  const decision = allowAll.decide({ text: '192.0.2.1', family: 4 }, 80, { name: undefined })
  if (!decision.allowed) throw new Error('allowAll denied')
  return {
    address: decision.address,
    port: 80,
    sourcePort: undefined,
    timeoutMs: 1_000,
    signal: never,
    ...extra,
  }
}

const CONNECTED: ConnectOutcome = {
  kind: 'connected',
  engine: 'node',
  connectMs: 1,
  sourceAddress: '',
  sourcePort: 1,
  synRetransmits: 0,
  selfConnected: false,
}
const failed = (code: string): ConnectOutcome => {
  return { kind: 'failed', engine: 'node', connectMs: 0, system: { code, syscall: 'connect' } }
}

/** The outcome of a connect, as a promise. */
function outcomeOf(engine: Engine, asked: ConnectRequest): Promise<ConnectOutcome> {
  return new Promise((resolve) => engine.connect(asked, resolve))
}

/** An engine with room for so many connects at once, each of which takes 10 ms. */
function engineWithRoom(room: { count: number }, clock: ManualClock) {
  let underWay = 0
  let most = 0
  let tries = 0
  const engine: Engine = {
    name: 'node',
    close: async () => {},
    connect({ signal }, settle) {
      tries++
      if (signal?.aborted) return settle({ kind: 'aborted', connectMs: 0, engine: 'node' })
      if (underWay >= room.count) return settle(failed('EMFILE'))
      underWay++
      most = Math.max(most, underWay)
      clock.setTimer(10, () => {
        underWay--
        settle(CONNECTED)
      })
    },
  }
  return { engine, most: () => most, tries: () => tries }
}

describe('throttled', () => {
  it('lets every connect succeed where there is room for some at once', async () => {
    const clock = new ManualClock()
    const { engine, most, tries } = engineWithRoom({ count: 5 }, clock)
    const gate = throttled(engine, clock)
    const connects = Promise.all(Array.from({ length: 100 }, () => outcomeOf(gate, request())))
    await clock.advance(900)
    expect((await connects).every(({ kind }) => kind === 'connected')).toBe(true)
    expect(most()).toBe(5)
    // It learns the limit instead of trying it out again and again.
    expect(tries()).toBeLessThan(300)
  })

  it('waits for room that somebody else gives back', async () => {
    const clock = new ManualClock()
    const room = { count: 0 }
    const gate = throttled(engineWithRoom(room, clock).engine, clock)
    const connects = Promise.all([outcomeOf(gate, request()), outcomeOf(gate, request())])
    await clock.advance(500)
    room.count = 1
    await clock.advance(400)
    expect((await connects).map(({ kind }) => kind)).toEqual(['connected', 'connected'])
  })

  it('fails with what the machine said when the time is over', async () => {
    const clock = new ManualClock()
    const gate = throttled(engineWithRoom({ count: 0 }, clock).engine, clock)
    const connects = Promise.all([outcomeOf(gate, request()), outcomeOf(gate, request())])
    await clock.advance(1_000)
    expect(await connects).toEqual([failed('EMFILE'), failed('EMFILE')])
  })

  it('tries a machine without room now and then, however many wait', async () => {
    const clock = new ManualClock()
    const { engine, tries } = engineWithRoom({ count: 0 }, clock)
    const gate = throttled(engine, clock)
    const connects = Promise.all(Array.from({ length: 50 }, () => outcomeOf(gate, request())))
    await clock.advance(1_000)
    expect((await connects).every(({ kind }) => kind === 'failed')).toBe(true)
    // Each at once, then one in 20 ms.
    expect(tries()).toBeLessThanOrEqual(50 + 1_000 / 20)
  })

  it('makes use of more room as soon as there is some', async () => {
    const clock = new ManualClock()
    const room = { count: 1 }
    const { engine, most } = engineWithRoom(room, clock)
    const gate = throttled(engine, clock)
    const connects = Promise.all(Array.from({ length: 500 }, () => outcomeOf(gate, request())))
    await clock.advance(100)
    room.count = 50
    await clock.advance(800)
    expect((await connects).every(({ kind }) => kind === 'connected')).toBe(true)
    expect(most()).toBeGreaterThan(25)
  })

  it('lets others in while one that is silent keeps its place', async () => {
    const clock = new ManualClock()
    const { engine } = engineWithRoom({ count: 3 }, clock)
    const silent: ConnectRequest = request({ port: 1, timeoutMs: 5_000 })
    const gate = throttled(
      {
        ...engine,
        connect(asked, settle) {
          if (asked.port !== 1) return engine.connect(asked, settle)
          const connectMs = asked.timeoutMs
          clock.setTimer(connectMs, () => settle({ kind: 'timeout', connectMs, engine: 'node' }))
        },
      },
      clock,
    )
    const waiting = outcomeOf(gate, silent)
    const connects = Promise.all(Array.from({ length: 20 }, () => outcomeOf(gate, request())))
    await clock.advance(900)
    expect((await connects).every(({ kind }) => kind === 'connected')).toBe(true)
    await clock.advance(5_000)
    expect((await waiting).kind).toBe('timeout')
  })

  it('ends at once when nobody wants the connect any more', async () => {
    const clock = new ManualClock()
    const gate = throttled(engineWithRoom({ count: 0 }, clock).engine, clock)
    const abort = new AbortController()
    const connect = outcomeOf(gate, request({ signal: abort.signal }))
    await clock.advance(100)
    abort.abort()
    await clock.advance(0)
    expect((await connect).kind).toBe('aborted')
  })

  it('does not wait where a source port is taken or this machine has no address', async () => {
    const clock = new ManualClock()
    const outcome: ConnectOutcome = failed('EADDRNOTAVAIL')
    const gate = throttled(
      { name: 'node', connect: (_, settle) => settle(outcome), close: async () => {} },
      clock,
    )
    expect(await outcomeOf(gate, request({ sourcePort: 4_000 }))).toBe(outcome)
  })
})
