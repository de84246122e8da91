import { describe, expect, it } from 'vitest'
import { VirtualClock } from '../../../../test/support/virtual-clock.js'
import type { Leadership } from '../../../core/leadership.js'
import { LeaseKeeper } from './lease-keeper.js'

/** A lead that is given and taken by a test. */
class GivenLead implements Leadership {
  readonly lastsMs = 7_000
  token: number | undefined
  isBroken = false
  claims = 0
  releases = 0

  async claim() {
    this.claims++
    if (this.isBroken) throw new Error('the database is gone')
    return this.token
  }

  async release() {
    this.releases++
  }

  async leader() {
    return undefined
  }
}

function open() {
  const clock = new VirtualClock()
  const lead = new GivenLead()
  const story: string[] = []
  const keeper = new LeaseKeeper({
    ...{ leadership: lead, clock },
    onTaken: (token) => story.push(`leads by ${token}`),
    onLost: () => story.push('stands by'),
    onProblem: (problem) => story.push(problem ?? 'is asked again'),
  })
  return { clock, lead, story, keeper }
}

describe('a hub that wants to lead', () => {
  it('looks every second while another one leads, and keeps what it has every 3 s', async () => {
    const { clock, lead, story, keeper } = open()
    await keeper.start()
    await clock.advance(5_000)
    expect([lead.claims, story]).toEqual([6, []])
    lead.token = 4
    await clock.advance(1_000)
    expect([keeper.token, story]).toEqual([4, ['leads by 4']])
    lead.claims = 0
    await clock.advance(31_000)
    expect(lead.claims).toBe(10)
    lead.token = undefined
    await clock.advance(3_100)
    expect([keeper.token, story]).toEqual([undefined, ['leads by 4', 'stands by']])
    await keeper.stop()
    expect(lead.releases).toBe(0)
  })

  it('stays what it is while nobody can be asked, and begins again with another token', async () => {
    const { clock, lead, story, keeper } = open()
    lead.token = 1
    await keeper.start()
    lead.isBroken = true
    await clock.advance(60_000)
    expect(keeper.token).toBe(1)
    lead.isBroken = false
    lead.token = 3
    await clock.advance(4_000)
    expect(story).toEqual([
      ...['leads by 1', 'the database is gone', 'is asked again', 'stands by', 'leads by 3'],
    ])
    await keeper.stop()
    expect(lead.releases).toBe(1)
  })

  it('lets another one lead where it cannot, for a while', async () => {
    const { clock, lead, story, keeper } = open()
    lead.token = 1
    await keeper.start()
    await keeper.yield(30_000)
    const { claims } = lead
    await clock.advance(29_000)
    expect([lead.claims - claims, lead.releases]).toEqual([0, 1])
    lead.token = 2
    await clock.advance(1_500)
    expect([keeper.token, story]).toEqual([2, ['leads by 1', 'leads by 2']])
    await keeper.stop()
  })
})
