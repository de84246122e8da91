import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../../test/support/manual-clock.js'
import { createMemoryLedger } from './memory-ledger.js'
import { Pacer } from './pacer.js'
import { EVERYTHING, type Pace } from './rate-limits.js'
import type { TurnLedger } from './turn-ledger.js'

const EVERY_20_MS: Pace = { key: EVERYTHING, intervalMs: 20 }
const A_SLOWLY: Pace = { key: 'host a', intervalMs: 1_000 }

/** Asks for turns, and notes when each came; what is set to wake somebody is counted. */
function pacing(takeFrom?: TurnLedger) {
  const clock = new ManualClock()
  const timers = { set: 0, waiting: 0 }
  const setTimer = clock.setTimer.bind(clock)
  clock.setTimer = (ms, fire) => {
    timers.set++
    timers.waiting++
    const cancel = setTimer(ms, () => {
      timers.waiting--
      fire()
    })
    return () => {
      timers.waiting--
      cancel()
    }
  }
  const ledger = takeFrom ?? createMemoryLedger(clock)
  const pacer = new Pacer(clock, ledger)
  const came: [name: string, atMs: number][] = []
  const ask = async (name: string, paces: readonly Pace[], signal?: AbortSignal) => {
    if (await pacer.turn(paces, signal)) came.push([name, clock.monotonicMs()])
  }
  return { clock, ledger, timers, came, ask }
}

describe('Pacer', () => {
  it('gives turns at an even pace, the first at once', async () => {
    const { clock, came, ask } = pacing()
    const names = Array.from({ length: 100 }, (_, index) => String(index))
    for (const name of names) ask(name, [EVERY_20_MS])
    await clock.advance(2_000)
    expect(came).toEqual(names.map((name, index) => [name, index * 20]))
  })

  it('gives a turn at once to who keeps no pace', async () => {
    const { clock, came, ask } = pacing()
    ask('a', [])
    await clock.advance(0)
    expect(came).toEqual([['a', 0]])
  })

  it('does not save up turns that nobody took', async () => {
    const { clock, came, ask } = pacing()
    ask('a', [EVERY_20_MS])
    await clock.advance(5_000)
    ask('b', [EVERY_20_MS])
    ask('c', [EVERY_20_MS])
    await clock.advance(1_000)
    expect(came.slice(1)).toEqual([
      ['b', 5_000],
      ['c', 5_020],
    ])
  })

  it('keeps the rate where timers fire some milliseconds late', async () => {
    const { clock, came, ask } = pacing()
    const late = clock.setTimer.bind(clock)
    clock.setTimer = (ms, fire) => late(ms + 5, fire)
    for (let turn = 0; turn <= 100; turn++) ask('x', [EVERY_20_MS])
    await clock.advance(2_100)
    expect(came.at(100)?.[1]).toBeLessThanOrEqual(2_005)
  })

  it('wakes no more often than turns are due, and not at all when nobody waits', async () => {
    const { clock, timers, ask } = pacing()
    for (let turn = 0; turn < 10; turn++) ask('x', [EVERY_20_MS])
    expect(timers).toEqual({ set: 1, waiting: 1 })
    await clock.advance(500)
    expect(timers).toEqual({ set: 9, waiting: 0 })
  })

  it('lets others pass who do not share the pace that one waits for', async () => {
    const { clock, came, ask } = pacing()
    for (const name of ['a1', 'a2', 'a3']) ask(name, [A_SLOWLY, EVERY_20_MS])
    ask('b', [EVERY_20_MS])
    await clock.advance(2_000)
    expect(came).toEqual([
      ['a1', 0],
      ['b', 20],
      ['a2', 1_000],
      ['a3', 2_000],
    ])
  })

  it('serves a newcomer at once whose own paces are free, and those who wait at their time', async () => {
    const { clock, timers, came, ask } = pacing()
    ask('a1', [A_SLOWLY])
    ask('a2', [A_SLOWLY])
    await clock.advance(500)
    ask('b', [{ key: 'host b', intervalMs: 1_000 }])
    await clock.advance(0)
    expect(came.at(-1)).toEqual(['b', 500])
    expect(timers.waiting).toBe(1)
    await clock.advance(500)
    expect(came.at(-1)).toEqual(['a2', 1_000])
  })

  it('lets a newcomer whose paces are not free wait for the timer that is set', async () => {
    const { clock, timers, came, ask } = pacing()
    ask('a', [EVERY_20_MS])
    ask('b', [EVERY_20_MS])
    ask('c', [EVERY_20_MS])
    expect(timers).toEqual({ set: 1, waiting: 1 })
    await clock.advance(40)
    expect(came.map(([name]) => name)).toEqual(['a', 'b', 'c'])
  })

  it('serves the one that has waited longer when a newcomer asks before a late timer has fired', async () => {
    const { clock, came, ask } = pacing()
    const late = clock.setTimer.bind(clock)
    clock.setTimer = (ms, fire) => late(ms + 5, fire)
    ask('a', [EVERY_20_MS])
    ask('b', [EVERY_20_MS])
    await clock.advance(20)
    ask('c', [EVERY_20_MS])
    await clock.advance(0)
    expect(came.at(-1)).toEqual(['b', 20])
  })

  it('gives no turn to who has gone, and leaves no timer for nobody', async () => {
    const { clock, timers, came, ask } = pacing()
    ask('a', [EVERY_20_MS])
    const abort = new AbortController()
    ask('b', [EVERY_20_MS], abort.signal)
    expect(timers.waiting).toBe(1)
    abort.abort()
    expect(timers.waiting).toBe(0)
    await clock.advance(0)
    ask('c', [EVERY_20_MS], abort.signal)
    await clock.advance(0)
    expect(came).toEqual([['a', 0]])
    ask('d', [EVERY_20_MS])
    await clock.advance(20)
    expect(came.at(-1)).toEqual(['d', 20])
  })

  it('goes on for those who stay when one has gone', async () => {
    const { clock, came, ask } = pacing()
    const abort = new AbortController()
    ask('a', [EVERY_20_MS])
    ask('b', [EVERY_20_MS], abort.signal)
    ask('c', [EVERY_20_MS])
    abort.abort()
    await clock.advance(20)
    expect(came).toEqual([
      ['a', 0],
      ['c', 20],
    ])
  })

  it('listens to a signal for as long as the turn has not come', async () => {
    const { clock, ask } = pacing()
    const { signal } = new AbortController()
    ask('a', [EVERY_20_MS], signal)
    ask('b', [EVERY_20_MS], signal)
    expect(getEventListeners(signal, 'abort')).toHaveLength(1)
    await clock.advance(20)
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })
})

describe('a Pacer that shares its ledger with others', () => {
  it('waits on for the turn that somebody else took, and keeps those that it has', async () => {
    const { clock, ledger, came, ask } = pacing()
    ledger.take(EVERYTHING, 20)
    ask('a', [A_SLOWLY, EVERY_20_MS])
    await clock.advance(19)
    expect(came).toEqual([])
    await clock.advance(1)
    expect(came).toEqual([['a', 20]])
  })

  it('waits for a turn that is free by the time when it is refused', async () => {
    const answers = [false, true]
    const taken: number[] = []
    const { clock, came, ask } = pacing({
      take: () => {
        taken.push(clock.monotonicMs())
        return { taken: answers.shift() ?? false, freeAtMs: clock.monotonicMs() }
      },
    })
    ask('a', [EVERY_20_MS])
    await clock.advance(0)
    expect(came).toEqual([])
    await clock.advance(1)
    expect(came).toEqual([['a', 1]])
    expect(taken).toEqual([0, 1])
  })
})
