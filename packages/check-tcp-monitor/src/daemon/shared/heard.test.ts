import { describe, expect, it } from 'vitest'
import { sampleBatch } from '../../../test/support/sample-batch.js'
import { VirtualClock } from '../../../test/support/virtual-clock.js'
import type { AgentReport, AgentVote } from '../../core/link/agent-batch.js'
import { HeardFeed } from './heard-feed.js'
import { HeardRelay } from './heard-relay.js'

const { report } = sampleBatch()
const vote = (checkId: string, verdict: AgentVote['verdict'] = 'up'): AgentVote => ({
  ...{ checkId, verdict, ageMs: 10, since: 1 },
})

type Written = readonly [string, AgentReport, readonly AgentVote[]]

describe('what a stand-by passes on', () => {
  function openRelay() {
    const clock = new VirtualClock()
    const written: Written[] = []
    const state = { isBroken: false }
    const relay = new HeardRelay({
      clock,
      write: async (...said) => {
        if (state.isBroken) throw new Error('the database is gone')
        written.push(said)
      },
    })
    return { clock, written, state, relay }
  }

  it('is the votes of an agent with what it says of itself', async () => {
    const { clock, written, relay } = openRelay()
    relay.noteVotes('fra', [vote('web')])
    relay.noteReport('fra', report)
    await clock.advance(0)
    expect(written).toEqual([['fra', report, [vote('web')]]])
    await relay.stop()
  })

  it('is tried again until it is written: the newest, as old as it is by then', async () => {
    const { clock, written, state, relay } = openRelay()
    state.isBroken = true
    relay.noteVotes('fra', [vote('web'), vote('db')])
    relay.noteReport('fra', report)
    await clock.advance(5_000)
    relay.noteVotes('fra', [vote('web', 'down')])
    state.isBroken = false
    await clock.advance(1_000)
    expect(written).toHaveLength(1)
    const [, , votes = []] = written[0] ?? []
    expect(votes).toContainEqual({ ...vote('web', 'down'), ageMs: 1_010 })
    expect(votes.find(({ checkId }) => checkId === 'db')?.ageMs).toBeGreaterThanOrEqual(6_010)
    await relay.stop()
  })

  it('is nothing of a location or a check that is forgotten', async () => {
    const { clock, written, relay } = openRelay()
    relay.noteVotes('fra', [vote('web'), vote('db')])
    relay.noteVotes('nyc', [vote('web')])
    relay.keep((_location, checkId) => checkId === 'db')
    relay.forget('nyc')
    relay.noteReport('fra', report)
    await clock.advance(0)
    expect(written).toEqual([['fra', report, [vote('db')]]])
    await relay.stop()
  })
})

describe('what the hub that leads hears of the others', () => {
  it('is what is new at each location, and at first all votes of a day', async () => {
    const clock = new VirtualClock()
    const heard: string[] = []
    const asked: number[] = []
    const at = { fra: '1', nyc: '1' }
    const feed = new HeardFeed({
      clock,
      read: async ({ votesMs }) => {
        asked.push(votesMs)
        return Object.entries(at).map(([location, heardAt]) => ({
          ...{ location, heardAt, report, votes: [vote('web')] },
        }))
      },
      onHeard: (location) => heard.push(location),
      ...{ onDeaf() {}, onHearing() {} },
    })
    await clock.advance(0)
    await clock.advance(1_000)
    at.nyc = '2'
    await clock.advance(1_000)
    expect(heard).toEqual(['fra', 'nyc', 'nyc'])
    expect(asked).toEqual([86_400_000, 10_000, 10_000])
    await feed.stop()
  })

  it('says while the database does not answer that nobody is heard, also where a look hangs, and when that is over', async () => {
    const clock = new VirtualClock()
    const said: string[] = []
    const state: { answer: () => Promise<never[]> } = { answer: async () => [] }
    const feed = new HeardFeed({
      clock,
      read: () => state.answer(),
      onHeard() {},
      onDeaf: () => said.push('deaf'),
      onHearing: () => said.push('hearing'),
    })
    await clock.advance(2_000)
    expect(said).toEqual([])
    state.answer = () => Promise.reject(new Error('the database is gone'))
    await clock.advance(2_000)
    expect(said).toEqual(['deaf', 'deaf'])
    let answer = (_none: never[]) => {}
    const late = new Promise<never[]>((resolve) => {
      answer = resolve
    })
    state.answer = () => late
    await clock.advance(7_500)
    expect(said).toEqual(['deaf', 'deaf', 'deaf', 'deaf'])
    answer([])
    await clock.advance(0)
    expect(said.slice(4)).toEqual(['hearing'])
    await feed.stop()
  })
})
