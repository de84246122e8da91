import { beforeEach, describe, expect, it } from 'vitest'
import { openTestDesk } from '../../../test/support/fleet-parts.js'
import { VirtualClock } from '../../../test/support/virtual-clock.js'
import { type AgentLink, LinkError } from '../../core/link/agent-link.js'
import { memoryLink } from '../memory/memory-link.js'
import { HubListener } from './hub-listener.js'

const AGENT = { id: 'a1', location: 'fra', publicKey: 'k', enrolledAt: 1 }

describe('an agent that listens to its hub', () => {
  let clock: VirtualClock
  let hub: ReturnType<typeof openTestDesk>
  let tries: number
  let isAway: boolean
  let config: string
  let ran: string[]
  let configs: number
  let listener: HubListener

  beforeEach(() => {
    clock = new VirtualClock()
    hub = openTestDesk(clock, AGENT)
    tries = 0
    isAway = false
    config = 'c1'
    ran = []
    configs = 0
    const inner = memoryLink(hub.desk, AGENT)
    const link: Pick<AgentLink, 'instructions'> = {
      async instructions(version, signal, received) {
        tries++
        if (isAway) throw new LinkError('LINK_UNREACHABLE', 'the hub is away')
        return inner.instructions(version, signal, received)
      },
    }
    listener = new HubListener({
      ...{ clock, link },
      random: () => 1,
      config: () => config,
      onRun: (id) => ran.push(id),
      onConfig: () => configs++,
    })
    listener.start()
  })

  it('makes what it is asked for at once, whenever that is', async () => {
    await clock.advance(45_000)
    hub.instructions.ask('fra', 'web')
    await clock.advance(0)
    expect(ran).toEqual(['web'])
    await clock.advance(2_000)
    hub.instructions.ask('fra', 'db')
    await clock.advance(0)
    hub.instructions.ask('fra', 'web')
    await clock.advance(0)
    expect(ran).toEqual(['web', 'db', 'web'])
    await listener.stop()
  })

  it('makes no check more than once a second, however often it is asked', async () => {
    for (let times = 0; times < 50; times++) {
      hub.instructions.ask('fra', 'web')
      await clock.advance(100)
    }
    expect(ran.length).toBeGreaterThan(3)
    expect(ran.length).toBeLessThan(7)
    await listener.stop()
  })

  it('asks a hub that is away again, at longer and longer times', async () => {
    isAway = true
    await clock.advance(600_000)
    expect(tries).toBeLessThan(50)
    isAway = false
    await clock.advance(60_000)
    hub.instructions.ask('fra', 'web')
    await clock.advance(0)
    expect(ran).toEqual(['web'])
    await listener.stop()
  })

  it('says that there is another config until it is taken, and does not ask all the time meanwhile', async () => {
    hub.config.current = { version: 'c2', checks: [] }
    hub.instructions.wake()
    await clock.advance(10_000)
    expect(configs).toBeGreaterThan(5)
    expect(tries).toBeLessThan(15)
    config = 'c2'
    await clock.advance(2_000)
    const before = configs
    await clock.advance(60_000)
    expect(configs).toBe(before)
    await listener.stop()
  })

  it('stops at once', async () => {
    await clock.advance(1_000)
    await listener.stop()
    const before = tries
    hub.instructions.ask('fra', 'web')
    await clock.advance(60_000)
    expect(tries).toBe(before)
    expect(ran).toEqual([])
  })
})
