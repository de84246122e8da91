import { validateCheck } from 'check-tcp'
import { describe, expect, it } from 'vitest'
import { VirtualClock } from '../../../test/support/virtual-clock.js'
import { AskDesk } from './ask-desk.js'

const FRA = { id: 'a_1', location: 'fra' }
const ASK = { kind: 'check', parameters: validateCheck({ host: 'web', port: 1 }) } as const
const ANSWER = { kind: 'refused', because: 'no' } as const
const within = { withinMs: 10_000 }

function openDesk() {
  const clock = new VirtualClock()
  const asked: string[] = []
  let count = 0
  const desk = new AskDesk({
    clock,
    randomId: () => `id${++count}`,
    onAsked: (location) => asked.push(location),
  })
  return { clock, desk, asked }
}

describe('what a hub asks for', () => {
  it('ends without an answer where no agent comes for it', async () => {
    const { clock, desk, asked } = openDesk()
    const outcome = desk.ask('fra', ASK, within)
    expect(asked).toEqual(['fra'])
    await clock.advance(5_000)
    expect(await outcome).toEqual({ kind: 'silent', wasTaken: false })
    expect(desk.take(FRA)).toEqual([])
  })

  it('ends without one, too, where the agent that took it does not answer in time', async () => {
    const { clock, desk } = openDesk()
    const outcome = desk.ask('fra', ASK, within)
    await clock.advance(4_000)
    expect(desk.take(FRA)).toEqual([{ id: 'id1', ask: ASK }])
    await clock.advance(9_999)
    desk.answer({ id: 'a_2' }, 'id1', ANSWER)
    desk.answer(FRA, 'id7', ANSWER)
    await clock.advance(1)
    expect(await outcome).toEqual({ kind: 'silent', wasTaken: true })
    desk.answer(FRA, 'id1', ANSWER)
  })

  it('is given to one agent of the location, and its answer is taken from nobody else', async () => {
    const { desk } = openDesk()
    const outcome = desk.ask('fra', ASK, within)
    const [nyc, other] = [
      { id: 'a_3', location: 'nyc' },
      { id: 'a_2', location: 'fra' },
    ]
    expect([desk.isAsked(nyc), desk.isAsked(other), desk.isAsked(FRA)]).toEqual([false, true, true])
    desk.take(FRA)
    expect([desk.isAsked(other), desk.take(other), desk.take(nyc)]).toEqual([false, [], []])
    desk.answer(other, 'id1', { ...ANSWER, because: 'of another' })
    desk.answer(FRA, 'id1', ANSWER)
    expect(await outcome).toEqual(ANSWER)
  })

  it('is given again until its receipt is confirmed, but not for ever', async () => {
    const { desk } = openDesk()
    void desk.ask('fra', ASK, within)
    void desk.ask('fra', ASK, within)
    desk.take(FRA)
    desk.noteReceived({ id: 'a_2' }, ['id1', 'id2'])
    desk.noteReceived(FRA, ['id1', 'id9'])
    expect(desk.isAsked(FRA)).toBe(true)
    expect(desk.take(FRA).map(({ id }) => id)).toEqual(['id2'])
    expect(desk.take(FRA).map(({ id }) => id)).toEqual(['id2'])
    expect([desk.isAsked(FRA), desk.take(FRA)]).toEqual([false, []])
    desk.close()
  })

  it('is refused where too much waits for a location, and not for another', async () => {
    const { clock, desk } = openDesk()
    const outcomes = Array.from({ length: 32 }, () => desk.ask('fra', ASK, within))
    expect(await desk.ask('fra', ASK, within)).toEqual({ kind: 'busy' })
    const other = desk.ask('nyc', ASK, within)
    expect(desk.take(FRA)).toHaveLength(32)
    await clock.advance(10_000)
    expect(await Promise.all([...outcomes, other])).toHaveLength(33)
    void desk.ask('fra', ASK, within)
    expect(desk.take(FRA)).toHaveLength(1)
  })

  it('ends with its caller, and with the hub', async () => {
    const { desk } = openDesk()
    const caller = new AbortController()
    const first = desk.ask('fra', ASK, { ...within, signal: caller.signal })
    caller.abort()
    expect(await first).toEqual({ kind: 'silent', wasTaken: false })
    const late = desk.ask('fra', ASK, { ...within, signal: caller.signal })
    expect(await late).toEqual({ kind: 'silent', wasTaken: false })
    const second = desk.ask('nyc', ASK, within)
    desk.close()
    expect(await second).toEqual({ kind: 'silent', wasTaken: false })
  })
})
