import { describe, expect, it } from 'vitest'
import { Places } from './places.js'

describe('Places', () => {
  it('let no more than their number in, in the order in which they came', async () => {
    const places = new Places()
    const entered: string[] = []
    const enter = async (guest: string, room: string) => {
      const leave = await places.enter(room, 2, undefined)
      entered.push(guest)
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

  it('let go at once of who no longer wants to come in, and give its turn to the next', async () => {
    const places = new Places()
    const leave = await places.enter('room', 1, undefined)
    const abort = new AbortController()
    const waiting = places.enter('room', 1, abort.signal)
    const next = places.enter('room', 1, undefined)
    abort.abort()
    ;(await waiting)()
    leave()
    ;(await next)()
    ;(await places.enter('room', 1, AbortSignal.abort()))()
  })
})
