import { describe, expect, it } from 'vitest'
import { VirtualClock } from '../../test/support/virtual-clock.js'
import type { Place } from '../history/sqlite/database/history-place.js'
import { watchPlace } from './place-watch.js'

function watched() {
  const clock = new VirtualClock()
  const state = { place: 'here' as Place, fails: false }
  const said: string[] = []
  const problems = new Set<string>()
  const note = (_data: object, message: string) => said.push(message)
  const store = {
    place: async () => state.place,
    refuse: async (problem: string | undefined) => {
      said.push(problem === undefined ? 'taken' : `refused: ${problem.split(';')[0]}`)
      if (problem !== undefined) problems.add(problem)
    },
    writeAnew: async () => {
      if (state.fails) throw new Error('no room')
      state.place = 'here'
      said.push('written')
    },
  }
  const log = { info: note, warn: note, error: note }
  const stop = watchPlace({ store, directory: '/h', clock, log, onChange: () => {} })
  return { clock, state, said, problems, stop }
}

const GONE = 'refused: the history in /h was removed or moved away'

describe('the watch over where the history stands', () => {
  it('refuses what comes within ten seconds, and writes it again when it does not come back', async () => {
    const { clock, state, said, problems } = watched()
    await clock.advance(60_000)
    expect(said).toEqual([])
    state.place = 'gone'
    await clock.advance(10_000)
    expect(said).toEqual([GONE])
    const until = new Date(clock.wallMs() + 40_000).toISOString().slice(11, 19)
    await clock.advance(30_000)
    expect(said).toEqual(Array(4).fill(GONE))
    await clock.advance(10_000)
    expect([...problems]).toEqual([
      `the history in /h was removed or moved away; unless it comes back by ${until} UTC it is written there again`,
    ])
    expect(said.slice(4)).toEqual(['written', 'the history was written again in its old place'])
  })

  it('goes on with one that comes back', async () => {
    const { clock, state, said } = watched()
    state.place = 'gone'
    await clock.advance(20_000)
    state.place = 'here'
    await clock.advance(600_000)
    expect(said).toEqual([GONE, GONE, 'taken', 'the history is where it was again'])
  })

  it('never writes over another history, and says what to do', async () => {
    const { clock, state, said } = watched()
    state.place = 'other'
    await clock.advance(600_000)
    expect(new Set(said)).toEqual(
      new Set(['refused: another history stands in /h than the one that was opened']),
    )
  })

  it('tries again where it cannot be written again', async () => {
    const { clock, state, said, stop } = watched()
    state.place = 'gone'
    state.fails = true
    await clock.advance(120_000)
    expect(said).not.toContain('written')
    state.fails = false
    await clock.advance(10_000)
    expect(said).toContain('written')
    await stop()
  })
})
