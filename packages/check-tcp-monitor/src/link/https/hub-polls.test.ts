import { describe, expect, it } from 'vitest'
import { VirtualClock } from '../../../test/support/virtual-clock.js'
import type { Instructions } from '../../core/link/agent-link.js'
import { HubPolls } from './hub-polls.js'

const NOTHING: Instructions = { run: [], config: 'c1' }
const ASKED: Instructions = { ...NOTHING, asks: [{ id: 'x' }], runId: 'r' }

/** Two hubs that answer as a test says; the agent reports to `a`. */
function openPolls() {
  const clock = new VirtualClock()
  const waiting = new Map<string, (wanted: Instructions | Error) => void>()
  const asked: [string, readonly string[]][] = []
  const ending = new AbortController()
  const { signal } = ending
  const polls = new HubPolls<string>({
    clock,
    poll: (hub, received) => {
      asked.push([hub, received])
      return new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('given up')))
        waiting.set(hub, (what) => (what instanceof Error ? reject(what) : resolve(what)))
      })
    },
  })
  const hubs = { all: () => ['a', 'b'], current: () => 'a', config: 'c1' }
  const answer = async (hub: string, what: Instructions | Error) => {
    waiting.get(hub)?.(what)
    await clock.advance(0)
  }
  return { clock, polls, asked, answer, ending, next: () => polls.next(hubs, signal) }
}

describe('what several hubs want', () => {
  it('comes from the one that the agent reports to, and from another where that asks for something', async () => {
    const { clock, polls, asked, answer, next } = openPolls()
    const first = next()
    await clock.advance(0)
    expect(asked).toEqual([
      ['a', []],
      ['b', []],
    ])
    await answer('b', ASKED)
    expect(await first).toEqual(ASKED)
    expect([polls.askedBy('x'), polls.askedBy('y')]).toEqual(['b', undefined])
    const second = next()
    await answer('a', { run: ['web'], config: 'c2' })
    expect(await second).toEqual({ run: ['web'], config: 'c2' })
    expect(asked).toEqual([
      ['a', []],
      ['b', []],
      ['b', ['x', 'r']],
    ])
  })

  it('is no other config than that of the one that it reports to', async () => {
    const { clock, answer, next } = openPolls()
    const got = next()
    await clock.advance(0)
    await answer('b', { run: ['web'], config: 'c9' })
    expect(await got).toEqual({ run: ['web'], config: 'c1' })
  })

  it('is waited for again, but not without rest, where another one wants nothing', async () => {
    const { clock, asked, answer, next } = openPolls()
    const got = next()
    await clock.advance(0)
    await answer('b', { run: [], config: 'c9' })
    await clock.advance(999)
    expect(asked).toHaveLength(2)
    await clock.advance(1)
    expect(asked).toHaveLength(3)
    await answer('a', NOTHING)
    expect(await got).toEqual(NOTHING)
  })

  it('comes from one though the other does not answer, which is asked again later', async () => {
    const { clock, asked, answer, next } = openPolls()
    const got = next()
    await clock.advance(0)
    await answer('a', new Error('away'))
    await clock.advance(10_000)
    expect(asked.map(([hub]) => hub)).toEqual(['a', 'b', 'a'])
    await answer('b', ASKED)
    expect(await got).toEqual(ASKED)
  })

  it('cannot be had where none of them answers, and can be asked for again', async () => {
    const { clock, answer, next } = openPolls()
    const got = expect(next()).rejects.toThrow('away too')
    await clock.advance(0)
    await answer('a', new Error('away'))
    await answer('b', new Error('away too'))
    await got
    const again = next()
    await clock.advance(10_000)
    await answer('a', NOTHING)
    expect(await again).toEqual(NOTHING)
  })

  it('is given up with its caller', async () => {
    const { clock, ending, next } = openPolls()
    const got = expect(next()).rejects.toThrow()
    await clock.advance(0)
    ending.abort()
    await got
  })
})
