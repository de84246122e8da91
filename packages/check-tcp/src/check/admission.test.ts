import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../test/support/manual-clock.js'
import { Admission } from './admission.js'

describe('Admission', () => {
  it('lets attempts in at an even rate, the first at once', async () => {
    const clock = new ManualClock()
    const admission = new Admission(clock, { rate: 50 })
    const entered: number[] = []
    const all = Array.from({ length: 100 }, () =>
      admission.enter('db', undefined).then(() => entered.push(clock.monotonicMs())),
    )
    await clock.advance(2_000)
    await Promise.all(all)
    expect(entered).toEqual(Array.from({ length: 100 }, (_, index) => index * 20))
  })

  it.each([{ rate: 0 }, { rate: Number.NaN }, { perHost: 0 }, { perHost: 1.5 }])(
    'refuses %j with what is allowed',
    (limits) => {
      expect(() => new Admission(new ManualClock(), limits)).toThrow(
        /must be (a number|an integer)/,
      )
    },
  )

  it('does not save up turns that nobody took', async () => {
    const clock = new ManualClock()
    const admission = new Admission(clock, { rate: 10 })
    await admission.enter('db', undefined)
    await clock.advance(5_000)
    const entered: number[] = []
    const two = [1, 2].map(() =>
      admission.enter('db', undefined).then(() => entered.push(clock.monotonicMs())),
    )
    await clock.advance(1_000)
    await Promise.all(two)
    expect(entered).toEqual([5_000, 5_100])
  })

  it('lets no more than its number in for one host, in the order in which they came', async () => {
    const admission = new Admission(new ManualClock(), { perHost: 2 })
    const entered: string[] = []
    const enter = async (name: string, host: string) => {
      const leave = await admission.enter(host, undefined)
      entered.push(name)
      return leave
    }
    const leaveA = await enter('a', 'one')
    await enter('b', 'one')
    const c = enter('c', 'one')
    await enter('d', 'two')
    const e = enter('e', 'one')
    expect(entered).toEqual(['a', 'b', 'd'])
    leaveA()
    const leaveC = await c
    expect(entered).toEqual(['a', 'b', 'd', 'c'])
    leaveC()
    await e
    expect(entered).toEqual(['a', 'b', 'd', 'c', 'e'])
  })

  it('lets go at once when the caller no longer wants the attempt', async () => {
    const admission = new Admission(new ManualClock(), { perHost: 1, rate: 1 })
    const leave = await admission.enter('db', undefined)
    const abort = new AbortController()
    const waiting = admission.enter('db', abort.signal)
    abort.abort()
    ;(await waiting)()
    leave()
    const signal = AbortSignal.abort()
    ;(await admission.enter('db', signal))()
  })
})
