import { createChecker } from 'check-tcp'
import { Dispatcher } from '../../../src/alert/outbox/dispatcher.js'
import { createRouter } from '../../../src/alert/route/router.js'
import type { AgentConfig } from '../../../src/core/link/agent-config.js'
import type { AgentRecord } from '../../../src/core/link/agent-directory.js'
import type { AgentLink } from '../../../src/core/link/agent-link.js'
import type { LocationStatus } from '../../../src/core/status.js'
import type { Store } from '../../../src/core/store/store.js'
import { StoreError } from '../../../src/core/store/store-error.js'
import { Agent } from '../../../src/daemon/fleet/agent/agent.js'
import { HubService } from '../../../src/daemon/fleet/hub/hub-service.js'
import { StoredSpool } from '../../../src/link/agent/stored-spool.js'
import { VoteBoard } from '../../../src/link/hub/vote-board.js'
import { makeAgentKey } from '../../../src/link/identity/agent-key.js'
import { parseJoinString } from '../../../src/link/identity/join-string.js'
import { Monitor } from '../../../src/monitor/monitor.js'
import { VirtualClock } from '../../support/virtual-clock.js'
import { MemoryStore } from '../memory-store.js'
import { Receiver } from '../receiver.js'
import { World } from '../world.js'
import { AgentDisk } from './agent-disk.js'
import { faultyLink, type HubLife } from './faulty-link.js'
import { type FleetFault, type FleetFaultKind, faultSeenFrom, MOMENTS } from './fleet-faults.js'
import type { FleetScenario } from './fleet-scenario.js'
import { ProcessClock } from './process-clock.js'

/** From the result at an agent until the hub has judged it, over a link that works, and a look at all votes; milliseconds. */
export const ON_THE_WAY = 15_000

/** A part that a test breaks on purpose, to see whether the invariants notice. */
export interface FleetSabotage {
  readonly link?: (link: AgentLink) => AgentLink
  readonly hubStore?: (store: MemoryStore) => Store
  readonly votes?: (votes: VoteBoard) => VoteBoard
  readonly monitor?: (monitor: Monitor) => Monitor
}

/** An incident of a location, or of all of them, as the hub opened it; monotonic time. */
interface LocationIncident {
  readonly at: number
  readonly subjectId: string
}

/** What was said of a location at the end of a fault of its link, a moment before it was over. */
interface Glimpse {
  readonly at: number
  readonly fault: FleetFault
  readonly checks: readonly { readonly id: string; readonly said: LocationStatus | undefined }[]
  readonly isToldLost: boolean
}

/** What became of one run. */
export interface FleetRan {
  readonly scenario: FleetScenario
  /** What each location sees. */
  readonly worlds: readonly World[]
  readonly store: MemoryStore
  readonly disks: readonly AgentDisk[]
  readonly receivers: readonly Receiver[]
  /** Every change of the fleet's verdict, in monotonic time. */
  readonly verdicts: readonly {
    readonly at: number
    readonly id: string
    readonly verdict: string
    /** The locations that called the target degraded then. */
    readonly slowAt: readonly string[]
  }[]
  readonly locationIncidents: readonly LocationIncident[]
  readonly glimpses: readonly Glimpse[]
  /** Results that agents declared as lost. */
  readonly declared: readonly number[]
  /** Of each agent, results that it had stored long enough before the end to be at the hub by then. */
  readonly settled: readonly number[]
  readonly end: Monitor
}

const silent = { info() {}, warn() {}, error() {} }

interface RunningHub extends HubLife {
  readonly monitor: Monitor
}

/** Runs a real hub and real agents through a scenario. */
export async function runFleet(
  scenario: FleetScenario,
  sabotage: FleetSabotage = {},
): Promise<FleetRan> {
  const { durationMs, draws, config, hosts, faults, locations, skews } = scenario
  const clock = new VirtualClock()
  const store = new MemoryStore()
  const served = sabotage.hubStore?.(store) ?? store
  const has = (kind: FleetFaultKind, location?: number) => {
    const now = clock.monotonicMs()
    return faults.some(
      (each) =>
        each.kind === kind && each.location === location && each.from <= now && now < each.until,
    )
  }
  const receiver = new Receiver('first', clock, () => has('notifier_dead'))
  store.problem = () =>
    has('hub_disk_full') ? new StoreError('STORE_DISK_FULL', 'no room') : undefined
  const worlds = locations.map((_, location) => {
    const seen = faults.flatMap((fault) => faultSeenFrom(location, fault) ?? [])
    return new World(clock, draws, hosts, seen)
  })
  const disks = scenario.spools.map((capacity) => new AgentDisk(capacity))
  const verdicts: FleetRan['verdicts'][number][] = []
  const locationIncidents: LocationIncident[] = []
  const declared: number[] = locations.map(() => 0)
  const glimpses: Glimpse[] = []
  const seenIncidents = new Set<string>()
  let hub: RunningHub | undefined

  async function beginHub(): Promise<void> {
    const own = new ProcessClock(clock)
    const votes = sabotage.votes?.(new VoteBoard(own)) ?? new VoteBoard(own)
    const dispatcher = new Dispatcher({
      outbox: served.outbox,
      clock: own,
      random: draws.next,
      channels: [receiver.channel(own.isAlive)],
    })
    const begun = new Monitor({
      ...{ config, clock: own, votes, store: served, random: draws.next },
      router: createRouter(config.alerting),
      checker: { check: () => Promise.reject(new Error('a hub makes no checks here')) },
      baselines: { of: () => undefined },
      onOutbox: () => dispatcher.wake(),
    })
    const monitor = sabotage.monitor?.(begun) ?? begun
    monitor.events.subscribe((event) => {
      if (!own.isAlive()) return
      const at = clock.monotonicMs()
      if (event.type === 'incident') {
        const { id, subject, subjectId } = event.data
        if (subject === 'check' || seenIncidents.has(id)) return
        seenIncidents.add(id)
        locationIncidents.push({ at, subjectId })
      }
      if (event.type !== 'verdict') return
      const { id, verdict } = event.data
      const said = monitor.statusOf(id)?.locations ?? []
      const slowAt = said.filter((each) => each.verdict === 'degraded')
      verdicts.push({ at, id, verdict, slowAt: slowAt.map(({ location }) => location) })
    })
    await whenServed(() => monitor.start())
    const log = {
      ...silent,
      warn(data: object, message: string) {
        if (!message.includes('has lost results')) return
        const { location, results } = data as { location: string; results: number }
        const index = locations.indexOf(location)
        declared[index] = (declared[index] ?? 0) + results
      },
    }
    const hubConfig = config.hub
    if (!hubConfig) throw new RangeError('the scenario has no hub')
    const parts = { monitor, votes, log, config, hub: hubConfig, pin: '' }
    const service = await whenServed(() =>
      HubService.begin({ ...parts, clock: own, store: served }),
    )
    hub = { clock: own, desk: service.desk, monitor }
    dispatcher.wake()
    if (records.length > 0) return
    for (const location of locations) {
      const { join } = await service.invite(location)
      const joined = parseJoinString(join)
      if (typeof joined === 'string') throw new RangeError(joined)
      records.push(await service.desk.enrol(joined.secret, makeAgentKey().publicKey))
    }
  }

  /** A process whose store does not serve waits for it, as the service manager would have it start again. */
  async function whenServed<T>(begin: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await begin()
      } catch (error) {
        if (!(error instanceof StoreError)) throw error
        await clock.advance(10_000)
      }
    }
  }

  const records: AgentRecord[] = []
  const lives: ProcessClock[] = []
  const configs: AgentConfig[] = locations.map(() => ({ version: '', checks: [] }))

  async function beginAgent(index: number): Promise<void> {
    const own = new ProcessClock(clock, skews[index])
    lives[index] = own
    const [disk, world, agent, location] = [
      disks[index],
      worlds[index],
      records[index],
      locations[index],
    ]
    if (!disk || !world || !agent || location === undefined) throw new RangeError('no such agent')
    const { engine, resolver } = world
    const checker = createChecker({
      clock: own,
      engine: {
        ...engine,
        connect: (request, settle) =>
          engine.connect(request, (outcome) => {
            if (own.isAlive()) own.setTimer(0, () => settle(outcome))
          }),
      },
      resolver,
      authorisation: 'simulated',
    })
    const link = faultyLink({
      ...{ clock: own, draws, agent },
      hub: () => (hub?.clock.isAlive() ? hub : undefined),
      has: (kind) => has(kind, index),
    })
    const running = new Agent({
      ...{ location, clock: own, checker, store: disk, random: draws.next, log: silent },
      directory: '/nowhere',
      spool: await StoredSpool.open({ commits: disk, reads: disk, clock: own }),
      link: sabotage.link?.(link) ?? link,
      baselines: { of: () => undefined },
      config: configs[index] ?? { version: '', checks: [] },
      keepConfig: async (next) => {
        if (own.isAlive()) configs[index] = next
      },
      version: '0',
    })
    await running.start()
  }

  async function happen({ kind, location = 0, from, until }: FleetFault): Promise<void> {
    switch (kind) {
      case 'hub_kill':
        hub?.clock.kill()
        store.endClaims()
        return beginHub()
      case 'hub_pause':
        return hub?.clock.pause(until - from)
      case 'agent_kill':
        lives[location]?.kill()
        return beginAgent(location)
      case 'agent_pause':
        return lives[location]?.pause(until - from)
      default:
    }
  }

  function glimpse(fault: FleetFault): void {
    const location = locations[fault.location ?? -1]
    if (!hub || location === undefined) return
    const { monitor } = hub
    const open = monitor.openIncidents()
    glimpses.push({
      at: clock.monotonicMs(),
      fault,
      checks: config.checks.map(({ id }) => ({
        id,
        said: monitor.statusOf(id)?.locations?.find((each) => each.location === location),
      })),
      isToldLost: open.some(
        ({ subject, subjectId }) =>
          (subject === 'location' && subjectId === location) ||
          (subject === 'monitor' && subjectId === 'agents'),
      ),
    })
  }

  await beginHub()
  for (const index of locations.keys()) await beginAgent(index)
  const moments = faults.flatMap((fault) => [
    ...(MOMENTS.has(fault.kind) || fault.kind.endsWith('_pause')
      ? [{ at: fault.from, run: () => happen(fault) }]
      : []),
    ...(fault.kind === 'link_cut' || fault.kind === 'link_mute'
      ? [{ at: fault.until - 1, run: async () => glimpse(fault) }]
      : []),
  ])
  for (const { at, run } of moments.sort((a, b) => a.at - b.at)) {
    await clock.advance(Math.max(0, at - clock.monotonicMs()))
    await run()
  }
  await clock.advance(Math.max(0, durationMs - ON_THE_WAY - clock.monotonicMs()))
  const settled = disks.map(({ observations }) => observations.length)
  await clock.advance(Math.max(0, durationMs - clock.monotonicMs()))
  if (!hub) throw new RangeError('the hub does not run')
  return {
    ...{ scenario, worlds, store, disks, verdicts, locationIncidents, glimpses, declared, settled },
    receivers: [receiver],
    end: hub.monitor,
  }
}
