import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../../test/support/manual-clock.js'
import { createMemoryLedger } from './memory-ledger.js'
import { Pacer } from './pacer.js'
import { EVERYTHING, type Pace } from './rate-limits.js'

const EVERY_20_MS: Pace = { key: EVERYTHING, intervalMs: 20 }
const A_SLOWLY: Pace = { key: 'host a', intervalMs: 1_000 }

/** Asks for turns, and notes when each came. */
function pacing() {
  const clock = new ManualClock()
  const pacer = new Pacer(clock, createMemoryLedger(clock))
  const came: [name: string, atMs: number][] = []
  const ask = async (name: string, paces: readonly Pace[], signal?: AbortSignal) => {
    if (await pacer.turn(paces, signal)) came.push([name, clock.monotonicMs()])
  }
  return { clock, came, ask }
}

describe('Pacer', () => {
  it('gives turns at an even pace, the first at once', async () => {
    const { clock, came, ask } = pacing()
    const all = Array.from({ length: 100 }, (_, index) => ask(String(index), [EVERY_20_MS]))
    await clock.advance(2_000)
    await Promise.all(all)
    expect(came).toEqual(all.map((_, index) => [String(index), index * 20]))
  })

  it('does not save up turns that nobody took', async () => {
    const { clock, came, ask } = pacing()
    await ask('a', [EVERY_20_MS])
    await clock.advance(5_000)
    const two = [ask('b', [EVERY_20_MS]), ask('c', [EVERY_20_MS])]
    await clock.advance(1_000)
    await Promise.all(two)
    expect(came.slice(1)).toEqual([
      ['b', 5_000],
      ['c', 5_020],
    ])
  })

  it('keeps the rate where timers fire some milliseconds late', async () => {
    const { clock, came, ask } = pacing()
    const late = clock.setTimer.bind(clock)
    clock.setTimer = (ms, fire) => late(ms + 5, fire)
    const all = Array.from({ length: 101 }, () => ask('x', [EVERY_20_MS]))
    await clock.advance(2_100)
    await Promise.all(all)
    expect(came.at(-1)?.[1]).toBeLessThanOrEqual(2_005)
  })

  it('lets others pass who do not share the pace that one waits for', async () => {
    const { clock, came, ask } = pacing()
    const paces = [A_SLOWLY, EVERY_20_MS]
    const all = [ask('a1', paces), ask('a2', paces), ask('a3', paces), ask('b', [EVERY_20_MS])]
    await clock.advance(2_000)
    await Promise.all(all)
    expect(came).toEqual([
      ['a1', 0],
      ['b', 20],
      ['a2', 1_000],
      ['a3', 2_000],
    ])
  })

  it('serves a newcomer at once whose own paces are free', async () => {
    const { clock, came, ask } = pacing()
    await ask('a1', [A_SLOWLY])
    const waiting = ask('a2', [A_SLOWLY])
    await clock.advance(500)
    await ask('b', [{ key: 'host b', intervalMs: 1_000 }])
    expect(came.at(-1)).toEqual(['b', 500])
    await clock.advance(500)
    await waiting
    expect(came.at(-1)).toEqual(['a2', 1_000])
  })

  it('gives no turn to who has gone, and leaves no timer for nobody', async () => {
    const { clock, came, ask } = pacing()
    let timers = 0
    const setTimer = clock.setTimer.bind(clock)
    clock.setTimer = (ms, fire) => {
      timers++
      const cancel = setTimer(ms, fire)
      return () => {
        timers--
        cancel()
      }
    }
    await ask('a', [EVERY_20_MS])
    const abort = new AbortController()
    const gone = ask('b', [EVERY_20_MS], abort.signal)
    expect(timers).toBe(1)
    abort.abort()
    await gone
    expect(timers).toBe(0)
    await ask('c', [EVERY_20_MS], abort.signal)
    expect(came).toEqual([['a', 0]])
    const next = ask('d', [EVERY_20_MS])
    await clock.advance(20)
    await next
    expect(came.at(-1)).toEqual(['d', 20])
  })
})
