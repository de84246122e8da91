import { createHash } from 'node:crypto'
import { createChecker, type Engine } from 'check-tcp'
import { Dispatcher } from '../../src/alert/outbox/dispatcher.js'
import { createRouter } from '../../src/alert/route/router.js'
import type { Store } from '../../src/core/store/store.js'
import { StoreError } from '../../src/core/store/store-error.js'
import type { Incident } from '../../src/core/wire/incident.js'
import { Monitor } from '../../src/monitor/monitor.js'
import { VirtualClock } from '../support/virtual-clock.js'
import { type Fault, MOMENTS } from './faults.js'
import { LifeClock } from './life.js'
import { MemoryStore } from './memory-store.js'
import { Receiver } from './receiver.js'
import { drawScenario, type Scenario } from './scenario.js'
import { World } from './world.js'

/** A part that a test breaks on purpose, to see whether the invariants notice. */
export interface Sabotage {
  readonly engine?: (engine: Engine) => Engine
  readonly store?: (store: MemoryStore) => Store
}

/** What became of one run. */
export interface Ran {
  readonly scenario: Scenario
  readonly world: World
  readonly store: MemoryStore
  readonly receivers: readonly Receiver[]
  /** Every change of a verdict, in monotonic time. */
  readonly verdicts: readonly {
    readonly at: number
    readonly id: string
    readonly verdict: string
  }[]
  /** Every time that the location was said to be isolated, in monotonic time. */
  readonly isolations: readonly number[]
  /** Checks made, and how many of them were not on disk when the process was killed. */
  readonly made: number
  readonly lost: number
  /** When the process began to live, each time. */
  readonly births: readonly number[]
  /** Wakings after stalls and sleeps. */
  readonly wakings: readonly number[]
  readonly end: Monitor
  /** Of everything that happened; equal for equal seeds. */
  readonly digest: string
}

const MINUTE = 60_000

/** Runs the real monitor through the simulated days of one seed. */
export function simulate(seed: number, durationMs: number, sabotage: Sabotage = {}): Promise<Ran> {
  return run(drawScenario(seed, durationMs), sabotage)
}

/** Runs the real monitor through a scenario. */
export async function run(scenario: Scenario, sabotage: Sabotage = {}): Promise<Ran> {
  const { durationMs } = scenario
  const clock = new VirtualClock()
  const { draws, config, hosts, faults } = scenario
  const world = new World(clock, draws, hosts, faults)
  const store = new MemoryStore()
  const receivers = ['first', 'second'].map(
    (name) => new Receiver(name, clock, () => world.has('notifier_dead')),
  )
  const verdicts: { at: number; id: string; verdict: string }[] = []
  const isolations: number[] = []
  const isolatedIncidents = new Set<string>()
  const births: number[] = []
  const wakings: number[] = []
  let made = 0
  let lost = 0
  const digest = createHash('sha256')
  store.problem = () => {
    if (world.has('store_locked')) return new StoreError('STORE_LOCKED', 'somebody else has it')
    return world.has('disk_full') ? new StoreError('STORE_DISK_FULL', 'no room') : undefined
  }

  const served = sabotage.store?.(store) ?? store
  const engine = sabotage.engine?.(world.engine) ?? world.engine
  let life = new LifeClock(clock)
  let monitor = await begin()

  async function begin(): Promise<Monitor> {
    life = new LifeClock(clock)
    const mine = life
    births.push(clock.monotonicMs())
    const { isAlive } = life
    const checker = createChecker({
      clock: mine,
      engine: mortal(engine, isAlive),
      resolver: world.resolver,
      authorisation: 'simulated',
    })
    const router = createRouter(config.alerting)
    const dispatcher = new Dispatcher({
      outbox: served.outbox,
      clock: mine,
      random: draws.next,
      channels: receivers.map((receiver) => receiver.channel(life.isAlive)),
    })
    const begun = new Monitor({
      config,
      router,
      clock: mine,
      random: draws.next,
      checker,
      store: served,
      baselines: { of: () => undefined },
      onOutbox: () => dispatcher.wake(),
    })
    begun.events.subscribe((event) => {
      if (!isAlive()) return
      const { type, data } = event
      digest.update(`${clock.monotonicMs()} ${type} ${JSON.stringify(data)}\n`)
      if (type === 'result') made++
      if (event.type === 'incident') noteIsolation(event.data)
      if (event.type !== 'verdict') return
      const { id, verdict } = event.data
      verdicts.push({ at: clock.monotonicMs(), id, verdict })
    })
    await startWhenServed(begun)
    dispatcher.wake()
    return begun
  }

  function noteIsolation({ id, subjectId }: Incident): void {
    if (subjectId !== config.location || isolatedIncidents.has(id)) return
    isolatedIncidents.add(id)
    isolations.push(clock.monotonicMs())
  }

  /** A process whose store does not serve waits for it, as the service manager would have it start again. */
  async function startWhenServed(begun: Monitor): Promise<void> {
    for (;;) {
      try {
        return await begun.start()
      } catch (error) {
        if (!(error instanceof StoreError)) throw error
        await clock.advance(10_000)
      }
    }
  }

  async function happen({ kind }: Fault): Promise<void> {
    if (kind === 'kill') {
      lost += monitor.figures().held
      life.kill()
      store.endClaims()
      monitor = await begin()
      return
    }
    if (kind === 'busy') return clock.stall(draws.between(300, 2_000))
    if (kind === 'stall') await clock.stall(draws.between(2_000, 5 * MINUTE))
    else if (kind === 'suspend') clock.suspend(draws.between(10, 600) * MINUTE)
    else clock.stepWall((kind === 'clock_back' ? -1 : 1) * 60 * MINUTE)
    if (kind === 'stall' || kind === 'suspend') wakings.push(clock.monotonicMs())
  }

  for (const fault of faults.filter(({ kind }) => MOMENTS.has(kind))) {
    await clock.advance(Math.max(0, fault.from - clock.monotonicMs()))
    await happen(fault)
  }
  await clock.advance(Math.max(0, durationMs - clock.monotonicMs()))
  for (const { arrivals } of receivers) digest.update(JSON.stringify(arrivals))
  return {
    scenario,
    world,
    store,
    receivers,
    verdicts,
    isolations,
    made,
    lost: lost + monitor.figures().held,
    births,
    wakings,
    end: monitor,
    digest: digest.digest('hex'),
  }
}

/** Answers nobody who is dead. */
function mortal(engine: Engine, isAlive: () => boolean): Engine {
  return {
    ...engine,
    connect: (request, settle) =>
      engine.connect(request, (outcome) => {
        if (isAlive()) settle(outcome)
      }),
  }
}
