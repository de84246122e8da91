import { beforeEach, describe, expect, it } from 'vitest'
import { VirtualClock } from '../../../test/support/virtual-clock.js'
import type { AgentVote } from '../../core/link/agent-batch.js'
import type { Verdict } from '../../core/verdict.js'
import { VoteBoard } from './vote-board.js'

const vote = (verdict: Verdict, ageMs = 0): AgentVote => ({
  checkId: 'web',
  verdict,
  ageMs,
  since: 1,
})

describe('the board of votes', () => {
  let clock: VirtualClock
  let board: VoteBoard
  const verdicts = (...locations: string[]) =>
    board.heard('web', 30_000, locations).map(({ verdict }) => verdict)
  beforeEach(() => {
    clock = new VirtualClock()
    board = new VoteBoard(clock)
  })

  it('has the newest vote of each location, and nothing of one that never spoke', () => {
    board.note('fra', [vote('up')])
    board.note('fra', [vote('down')])
    board.note('nyc', [vote('up')])
    expect(verdicts('fra', 'nyc', 'sin')).toEqual(['down', 'up', 'pending'])
    board.forget('fra')
    expect(verdicts('fra')).toEqual(['pending'])
  })

  it('has what another hub heard only where nothing newer was heard here', () => {
    board.note('fra', [vote('up', 1_000)])
    board.note('fra', [vote('down', 2_000)], { isRelayed: true })
    expect(verdicts('fra')).toEqual(['up'])
    board.note('fra', [vote('down', 500)], { isRelayed: true })
    expect(verdicts('fra')).toEqual(['down'])
  })

  it('has the reason that was given first where one calls it down and gives none', () => {
    const reasonOf = () => board.heard('web', 30_000, ['fra'])[0]?.vote?.error
    board.note('fra', [{ ...vote('down'), failure: 'refused', error: 'Connection refused' }])
    board.note('fra', [vote('down')])
    expect(reasonOf()).toBe('Connection refused')
    board.note('fra', [{ ...vote('down'), failure: 'timeout', error: 'Connection timeout' }])
    expect(reasonOf()).toBe('Connection timeout')
    board.note('fra', [vote('up')])
    board.note('fra', [vote('down')])
    expect(reasonOf()).toBeUndefined()
  })

  it('says how long ago a vote was true and for how long it has been believed, whatever the clock of the agent says', async () => {
    const clockAt = 5_000_000_000_000
    board.note('fra', [{ ...vote('down', 1_000), since: clockAt - 9_000 }], { clockAt })
    board.note('nyc', [{ ...vote('up', 2_000), since: clockAt + 60_000 }], { clockAt })
    await clock.advance(500)
    expect(board.heard('web', 30_000, ['fra', 'nyc'])).toMatchObject([
      { saidMs: 1_500, heldMs: 9_500 },
      { saidMs: 2_500, heldMs: 2_500 },
    ])
  })

  it('forgets votes on what is not kept', () => {
    board.note('fra', [vote('down')])
    board.note('nyc', [vote('down')])
    board.keep((location) => location === 'nyc')
    expect(verdicts('fra', 'nyc')).toEqual(['pending', 'down'])
  })

  it('no longer counts a vote after two intervals and ten seconds, by its own clock', async () => {
    board.note('fra', [vote('up')])
    await clock.advance(70_000)
    expect(verdicts('fra')).toEqual(['up'])
    await clock.advance(1)
    expect(board.heard('web', 30_000, ['fra'])).toMatchObject([
      { verdict: 'unknown', isStale: true, vote: { verdict: 'up' } },
    ])
  })

  it('lets no vote grow older while nobody can be heard', async () => {
    board.note('fra', [vote('up')])
    for (let second = 0; second < 120; second++) {
      board.hold()
      expect(verdicts('fra')).toEqual(['up'])
      await clock.advance(1_000)
    }
    await clock.advance(28_999)
    expect(verdicts('fra')).toEqual(['up'])
    await clock.advance(1)
    expect(verdicts('fra')).toEqual(['unknown'])
  })

  it('waits for the first vote of each location on each check, from when it was asked for first', async () => {
    verdicts('fra')
    await clock.advance(70_000)
    // Added by another config, an hour or a minute after the start.
    expect(verdicts('fra', 'nyc')).toEqual(['pending', 'pending'])
    expect(board.heard('db', 30_000, ['fra'])).toMatchObject([{ verdict: 'pending' }])
    await clock.advance(1)
    expect(verdicts('fra', 'nyc')).toEqual(['unknown', 'pending'])
    await clock.advance(70_000)
    expect(verdicts('fra', 'nyc')).toEqual(['unknown', 'unknown'])
  })

  it('waits again for what is asked of another target, and not for a location whose agent has left', async () => {
    verdicts('fra', 'nyc')
    board.note('fra', [vote('up')])
    await clock.advance(70_001)
    board.keep((location) => location !== 'fra')
    board.forget('nyc')
    expect(verdicts('fra', 'nyc')).toEqual(['pending', 'unknown'])
  })

  it('takes off what a vote was old already when it came', async () => {
    board.note('fra', [vote('up', 69_999)])
    await clock.advance(1)
    expect(verdicts('fra')).toEqual(['up'])
    await clock.advance(1)
    expect(verdicts('fra')).toEqual(['unknown'])
  })
})
