import { beforeEach, describe, expect, it } from 'vitest'
import { MemorySpool, openTestDesk } from '../../../test/support/fleet-parts.js'
import { sampleBatch, sampleResults } from '../../../test/support/sample-batch.js'
import { VirtualClock } from '../../../test/support/virtual-clock.js'
import type { AgentBatch } from '../../core/link/agent-batch.js'
import type { AgentConfig } from '../../core/link/agent-config.js'
import { type AgentLink, LinkError } from '../../core/link/agent-link.js'
import { StoreError } from '../../core/store/store-error.js'
import { memoryLink } from '../memory/memory-link.js'
import { LiveVotes } from './live-votes.js'
import { HEARTBEAT_MS, Shipper } from './shipper.js'

const AGENT = { id: 'a1', location: 'fra', publicKey: 'k', enrolledAt: 1 }

const UP = { checkId: 'web', verdict: 'up' as const, since: 1 }
const DOWN = { ...UP, verdict: 'down' as const }

describe('the shipper', () => {
  let clock: VirtualClock
  let hub: ReturnType<typeof openTestDesk>
  let spool: MemorySpool
  let votes: LiveVotes
  let sent: AgentBatch[]
  let isAway: boolean
  let configs: AgentConfig[]
  let problems: (string | undefined)[]
  let shipper: Shipper
  let hubs: number

  function open(capacity?: number): void {
    spool = new MemorySpool(capacity)
    const inner = memoryLink(hub.desk, AGENT)
    const link: AgentLink = {
      ...inner,
      async send(batch, signal) {
        if (isAway) throw new LinkError('LINK_UNREACHABLE', 'the hub is away')
        sent.push(batch)
        return inner.send(batch, signal)
      },
    }
    shipper = new Shipper({
      ...{ clock, link, spool, votes },
      random: () => 1,
      report: () => ({ ...sampleBatch().report, config: configs.at(-1)?.version ?? 'c1' }),
      onConfig: (config) => configs.push(config),
      onHub: () => hubs++,
      onProblem: (error) => problems.push(error?.message),
    })
  }

  beforeEach(() => {
    clock = new VirtualClock()
    hub = openTestDesk(clock, AGENT)
    votes = new LiveVotes(clock)
    sent = []
    isAway = false
    configs = []
    problems = []
    hubs = 0
    open()
  })

  const add = (count: number) => {
    spool.add(...sampleResults(count))
    shipper.wake()
  }

  it('sends what is new within 200 ms, and says every ten seconds that it is there', async () => {
    shipper.start()
    await clock.advance(0)
    expect(sent).toHaveLength(1)
    add(2)
    await clock.advance(100)
    add(1)
    await clock.advance(200)
    expect(hub.store.stored).toHaveLength(3)
    expect(spool.waiting).toBe(0)
    const before = sent.length
    await clock.advance(HEARTBEAT_MS)
    expect(sent).toHaveLength(before + 1)
    await shipper.stop()
  })

  it('is not put off by what goes on coming', async () => {
    shipper.start()
    await clock.advance(0)
    for (let made = 0; made < 100; made++) {
      add(1)
      await clock.advance(20)
    }
    // 2 s, of which the last 200 ms may still gather.
    expect(hub.store.stored.length).toBeGreaterThanOrEqual(85)
    await shipper.stop()
  })

  it('goes on after a fault of its own store', async () => {
    const { page } = spool
    let isBroken = true
    spool.page = (from, limit) => {
      if (isBroken) return Promise.reject(new StoreError('STORE_DISK_FULL', 'the disk is full'))
      return page.call(spool, from, limit)
    }
    shipper.start()
    add(3)
    await clock.advance(10_000)
    expect(problems).toEqual(['the disk is full'])
    isBroken = false
    await clock.advance(60_000)
    expect(problems).toEqual(['the disk is full', undefined])
    expect(hub.store.stored).toHaveLength(3)
    await shipper.stop()
  })

  it('tries again while the hub is away, ever less often, and loses nothing', async () => {
    isAway = true
    shipper.start()
    add(2_500)
    await clock.advance(600_000)
    expect(problems).toEqual(['the hub is away'])
    isAway = false
    await clock.advance(60_000)
    expect(problems).toEqual(['the hub is away', undefined])
    expect(hub.store.stored).toHaveLength(2_500)
    await shipper.stop()
  })

  it('sends the newest votes with each batch of a backlog', async () => {
    isAway = true
    shipper.start()
    add(10_000)
    votes.note(UP)
    await clock.advance(5_000)
    votes.note(DOWN)
    isAway = false
    await clock.advance(60_000)
    const first = sent.findIndex(({ votes: those }) =>
      those.some(({ verdict }) => verdict === 'down'),
    )
    expect(first).toBe(0)
    expect(hub.votes.heard('web', 30_000, ['fra'])[0]?.verdict).toBe('down')
    expect(hub.store.stored).toHaveLength(10_000)
    await shipper.stop()
  })

  it('says how old a vote is, and sends it until it was heard', async () => {
    isAway = true
    shipper.start()
    votes.note(DOWN)
    await clock.advance(7_000)
    isAway = false
    await clock.advance(1)
    await clock.advance(60_000)
    const [first] = sent
    expect(first?.votes).toEqual([{ ...DOWN, ageMs: expect.any(Number) }])
    expect(first?.votes[0]?.ageMs).toBeGreaterThanOrEqual(7_000)
    expect(sent.slice(1).flatMap(({ votes: those }) => those)).toEqual([])
    await shipper.stop()
  })

  it('declares what its spool had to drop', async () => {
    open(100)
    isAway = true
    shipper.start()
    add(250)
    isAway = false
    await clock.advance(5_000)
    expect(hub.heard).toContain('fra lost 150')
    expect(hub.store.stored).toHaveLength(100)
    await shipper.stop()
  })

  it('begins again where the hub wants it to', async () => {
    shipper.start()
    add(5)
    await clock.advance(1_000)
    // The hub was restored from a backup of before.
    hub = openTestDesk(clock, AGENT)
    const restored = memoryLink(hub.desk, AGENT)
    await restored.send(sampleBatch({ results: sampleResults(2) }), new AbortController().signal)
    const again = new Shipper({
      ...{ clock, link: restored, spool, votes },
      random: () => 1,
      report: () => sampleBatch().report,
      onConfig: () => {},
      onHub: () => {},
      onProblem: () => {},
    })
    again.start()
    await clock.advance(1_000)
    expect(hub.store.stored).toHaveLength(5)
    await again.stop()
    await shipper.stop()
  })

  it('is another spool once the hub has more of it than it has itself: it was restored from a copy', async () => {
    const { epoch } = spool
    const before = memoryLink(hub.desk, AGENT)
    const { signal } = new AbortController()
    await before.send(sampleBatch({ results: sampleResults(9) }), signal)
    shipper.start()
    add(4)
    await clock.advance(1_000)
    expect(spool.epoch).not.toBe(epoch)
    expect(hub.store.stored).toHaveLength(13)
    expect(spool.waiting).toBe(0)
    await shipper.stop()
  })

  it('says once of each run of the hub that it is a new one', async () => {
    shipper.start()
    await clock.advance(60_000)
    expect(hubs).toBe(1)
    const again = openTestDesk(clock, AGENT)
    hub.desk.take = again.desk.take.bind(again.desk)
    await clock.advance(60_000)
    expect(hubs).toBe(2)
    await shipper.stop()
  })

  it('goes on saying what is believed though what the hub has received cannot be noted here', async () => {
    spool.received = () => Promise.reject(new StoreError('STORE_DISK_FULL', 'the disk is full'))
    shipper.start()
    add(1)
    votes.note(UP)
    await clock.advance(300_000)
    expect(problems).toEqual(['the disk is full'])
    // Every ten seconds, so that the hub never takes the agent for lost.
    expect(sent.length).toBeGreaterThan(25)
    expect(hub.store.stored).toHaveLength(1)
    await shipper.stop()
  })

  it('takes a new config once', async () => {
    shipper.start()
    await clock.advance(1_000)
    expect(configs).toEqual([])
    hub.config.current = { version: 'c2', checks: [] }
    await clock.advance(60_000)
    expect(configs).toEqual([{ version: 'c2', checks: [] }])
    await shipper.stop()
  })

  it('stops at once, and sends nothing more', async () => {
    shipper.start()
    await clock.advance(1_000)
    await shipper.stop()
    const { length } = sent
    add(5)
    await clock.advance(60_000)
    expect(sent).toHaveLength(length)
  })
})
