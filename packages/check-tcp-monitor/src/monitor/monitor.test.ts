import { createChecker, validateCheck } from 'check-tcp'
import { describe, expect, it } from 'vitest'
import type { Fault } from '../../test/simulator/faults.js'
import { MemoryStore } from '../../test/simulator/memory-store.js'
import { type Stage, stage } from '../../test/simulator/staged.js'
import { World } from '../../test/simulator/world.js'
import { incidentOf } from '../../test/support/notices.js'
import { waitingFor } from '../../test/support/outbox.js'
import { VirtualClock } from '../../test/support/virtual-clock.js'
import { createRouter } from '../alert/route/router.js'
import type { MonitoredCheck } from '../core/config/check.js'
import type { MonitorConfig } from '../core/config/monitor-config.js'
import type { Batch } from '../core/store/commits.js'
import { Monitor } from './monitor.js'

const MINUTE = 60_000
const ALWAYS = { from: 0, until: Number.MAX_SAFE_INTEGER }

/** The real monitor over a simulated network; `change` alters each check of the config. */
function setUp(
  scene: Partial<Stage> & { readonly faults: readonly Fault[] },
  change: (check: MonitoredCheck) => MonitoredCheck = (check) => check,
) {
  const { config: staged, hosts, faults, draws } = stage({ targets: 2, durationMs: 0, ...scene })
  const config = { ...staged, checks: staged.checks.map(change) }
  const clock = new VirtualClock()
  const world = new World(clock, draws, hosts, faults)
  const store = new MemoryStore()
  const { engine, resolver } = world
  const begin = (wanted: MonitorConfig = config) =>
    new Monitor({
      config: wanted,
      router: createRouter(wanted.alerting),
      clock,
      random: draws.next,
      checker: createChecker({ clock, engine, resolver, authorisation: 'simulated' }),
      store,
      baselines: { of: () => undefined },
    })
  const told = async () =>
    (await waitingFor(store, 'first')).map(
      ({ notice: { kind, incident } }) => `${kind} ${incident.subjectId} ${incident.verdict}`,
    )
  return { config, clock, store, begin, told }
}

describe('the monitor', () => {
  it('tells what became of an incident while it was silenced, once it no longer is', async () => {
    const slow: Fault = { kind: 'slow', ...ALWAYS, target: 0 }
    const silent: Fault = { kind: 'silent', from: 20 * MINUTE, until: 90 * MINUTE, target: 0 }
    const { clock, begin, told } = setUp({ faults: [slow, silent] }, (check) => ({
      ...check,
      expectedResponseMs: 50,
    }))
    const monitor = begin()
    await monitor.start()
    await clock.advance(15 * MINUTE)
    expect(await told()).toEqual(['opened check_0 degraded'])
    const now = clock.wallMs()
    const silence = { id: 's', matches: 'check_0', from: now, until: now + 30 * MINUTE, by: 'ops' }
    await Promise.all([monitor.silence(silence), clock.advance(0)])
    await clock.advance(25 * MINUTE)
    expect(monitor.statusOf('check_0')?.verdict).toBe('down')
    expect(await told()).toHaveLength(1)
    await clock.advance(10 * MINUTE)
    expect((await told()).slice(1)).toEqual(['changed check_0 down'])
  })

  it('commits an observation, the incident that comes of it and the notices of that as one', async () => {
    const silent: Fault = { kind: 'silent', from: 5 * MINUTE, until: 20 * MINUTE, target: 0 }
    const { clock, store, begin, told } = setUp({ faults: [silent] })
    const commits: Batch[] = []
    store.onCommit = (batch) => commits.push(batch)
    await begin().start()
    await clock.advance(40 * MINUTE)
    expect(await told()).toEqual(['opened check_0 down', 'resolved check_0 down'])
    const ofIncidents = commits.filter(({ incidents = [] }) => incidents.length > 0)
    expect(ofIncidents).toHaveLength(2)
    for (const { observations, states = [], outbox = [] } of ofIncidents) {
      expect(observations.at(-1)?.checkId).toBe('check_0')
      expect(states.map(({ kind, id, location }) => [kind, id, location]).sort()).toEqual([
        ['check', 'check_0', 'lab'],
        ['notification', 'check:check_0', 'lab'],
      ])
      expect(outbox).toHaveLength(1)
    }
  })

  it('tells of a dead name service also when the uplink was cut when that died', async () => {
    const uplink: Fault = { kind: 'uplink_silent', from: 5 * MINUTE, until: 20 * MINUTE }
    const dns: Fault = { kind: 'dns_silent', from: 5 * MINUTE, until: 60 * MINUTE }
    const { clock, begin, told } = setUp({ named: true, faults: [uplink, dns] })
    await begin().start()
    await clock.advance(40 * MINUTE)
    expect(await told()).toContain('opened lab:dns unknown')
    await clock.advance(40 * MINUTE)
    const all = await told()
    expect(all.filter((each) => each.includes('check_'))).toEqual([])
    expect(all).toContain('resolved lab:dns unknown')
    expect(all).toContain('resolved lab unknown')
  })

  it('says of an incident once what goes on as it was', async () => {
    const { clock, begin } = setUp({ faults: [] })
    const monitor = begin()
    await monitor.start()
    const said: string[] = []
    monitor.events.subscribe((event) => {
      if (event.type === 'incident') said.push(event.data.error ?? '')
    })
    for (const error of ['1 late', '1 late', '1 late', '2 late', '2 late']) {
      monitor.reportPart('history', { verdict: 'unknown', severity: 'warning', error })
      await clock.advance(1_000)
    }
    expect(said).toEqual(['1 late', '2 late'])
  })

  it('starts over where its location has another name, and ends what the former one had', async () => {
    const { config, clock, store, begin, told } = setUp({
      faults: [{ kind: 'silent', ...ALWAYS, target: 0 }],
    })
    const first = begin()
    await first.start()
    await clock.advance(10 * MINUTE)
    await Promise.all([first.stop(), clock.advance(0)])
    const next = begin({ ...config, location: 'elsewhere' })
    await next.start()
    expect(next.statusOf('check_0')?.verdict).toBe('pending')
    await clock.advance(10 * MINUTE)
    expect(await told()).toEqual([
      'opened check_0 down',
      'resolved check_0 down',
      'opened check_0 down',
    ])
    expect(next.openIncidents()).toMatchObject([{ subjectId: 'check_0', location: 'elsewhere' }])
    const { states } = await store.queries.remembered()
    expect(new Set(states.map(({ location }) => location))).toEqual(new Set(['elsewhere']))
  })

  it('ends the incidents of a location that has another name after a restart', async () => {
    const { config, clock, store, begin, told } = setUp({
      faults: [{ kind: 'uplink_silent', from: 2 * MINUTE, until: 20 * MINUTE }],
    })
    const first = begin()
    await first.start()
    await clock.advance(10 * MINUTE)
    expect(await told()).toEqual(['opened lab unknown'])
    await Promise.all([first.stop(), clock.advance(10 * MINUTE)])
    await begin({ ...config, location: 'elsewhere' }).start()
    await clock.advance(10 * MINUTE)
    expect(await told()).toEqual(['opened lab unknown', 'resolved lab unknown'])
    expect(store.openBySubject.size).toBe(0)
  })

  it('knows nothing of the target that a check of the same name looks at now', async () => {
    const { config, clock, begin, told } = setUp({
      faults: [{ kind: 'silent', ...ALWAYS, target: 0 }],
    })
    const monitor = begin()
    await monitor.start()
    await clock.advance(5 * MINUTE)
    expect(monitor.statusOf('check_0')?.verdict).toBe('down')
    const [first, second] = config.checks
    const parameters = second?.parameters ?? first?.parameters
    const checks = config.checks.map((check) =>
      check === first && parameters ? { ...check, parameters } : check,
    )
    expect(monitor.targetSinceOf('check_0')).toBe(0)
    monitor.reload({ ...config, checks }, createRouter(config.alerting))
    const retargeted = clock.wallMs()
    expect(monitor.targetSinceOf('check_0')).toBe(retargeted)
    expect(monitor.statusOf('check_0')).toMatchObject({ verdict: 'unknown', since: clock.wallMs() })
    await clock.advance(5 * MINUTE)
    expect(monitor.statusOf('check_0')?.verdict).toBe('up')
    expect(await told()).toEqual(['opened check_0 down', 'resolved check_0 down'])
    await monitor.stop()
    const next = begin({ ...config, checks })
    await next.start()
    expect(next.targetSinceOf('check_0')).toBe(retargeted)
  })

  it('ends an incident that came without what is known of its check, and calls nobody for it', async () => {
    const { clock, store, begin, told } = setUp({ faults: [] })
    await store.commit({
      observations: [],
      incidents: [incidentOf({ subjectId: 'check_0', location: 'lab' })],
    })
    const monitor = begin()
    await monitor.start()
    expect(monitor.statusOf('check_0')).toMatchObject({ verdict: 'unknown' })
    await clock.advance(10 * MINUTE)
    expect(monitor.statusOf('check_0')).toMatchObject({ verdict: 'up' })
    expect(monitor.openIncidents()).toEqual([])
    expect(await told()).toEqual([])
  })

  it('tells of an incident that came without what is known of its check while its target is down', async () => {
    const { clock, store, begin, told } = setUp({
      faults: [{ kind: 'silent', ...ALWAYS, target: 0 }],
    })
    const incident = incidentOf({ subjectId: 'check_0', location: 'lab' })
    await store.commit({ observations: [], incidents: [incident] })
    const monitor = begin()
    await monitor.start()
    await clock.advance(10 * MINUTE)
    expect(monitor.openIncidents()).toMatchObject([{ id: incident.id }])
    expect(await told()).toEqual(['opened check_0 down'])
  })

  it('tells of an incident that went to nobody once a reload has somebody to tell', async () => {
    const { config, clock, begin, told } = setUp({
      faults: [{ kind: 'silent', ...ALWAYS, target: 0 }],
    })
    const nobody = { ...config.alerting, routes: [] }
    const monitor = begin({ ...config, alerting: nobody })
    await monitor.start()
    await clock.advance(10 * MINUTE)
    expect(monitor.openIncidents()).toHaveLength(1)
    expect(await told()).toEqual([])
    monitor.reload(config, createRouter(config.alerting))
    await clock.advance(MINUTE)
    expect(await told()).toEqual(['opened check_0 down'])
  })

  it('says of an incident what is found now, and nothing of what was found before', async () => {
    const slow: Fault = { kind: 'slow', from: 10 * MINUTE, until: ALWAYS.until, target: 0 }
    const silent: Fault = { kind: 'refused', from: 0, until: 10 * MINUTE, target: 0 }
    const { clock, begin } = setUp({ faults: [silent, slow] }, (check) => ({
      ...check,
      parameters: validateCheck({ ...check.parameters, expected_response_time: 0.1 }),
    }))
    const monitor = begin()
    await monitor.start()
    await clock.advance(9 * MINUTE)
    expect(monitor.openIncidents()).toMatchObject([{ verdict: 'down', failure: 'refused' }])
    await clock.advance(20 * MINUTE)
    const [incident] = monitor.openIncidents()
    expect(incident).toMatchObject({ verdict: 'degraded' })
    expect(incident?.failure).toBeUndefined()
    expect(incident?.code).toBeUndefined()
  })

  it('tells the end of an incident whose check leaves the config, by the previous routes', async () => {
    const { config, clock, begin, told } = setUp(
      { faults: [{ kind: 'silent', ...ALWAYS, target: 0 }] },
      (check) => ({ ...check, tags: ['ours'] }),
    )
    const tagged = {
      ...config.alerting,
      routes: config.alerting.routes.map((route) => ({ ...route, tags: ['ours'] })),
    }
    const monitor = begin({ ...config, alerting: tagged })
    await monitor.start()
    await clock.advance(5 * MINUTE)
    const rest = config.checks.filter(({ id }) => id !== 'check_0')
    monitor.reload({ ...config, checks: rest }, createRouter({ ...tagged, routes: [] }))
    await clock.advance(1_000)
    expect(await told()).toEqual(['opened check_0 down', 'resolved check_0 down'])
    expect(monitor.statusOf('check_0')).toBeUndefined()
  })

  it('tells of an incident from before once a reload wants it told', async () => {
    const { config, clock, begin, told } = setUp(
      { faults: [{ kind: 'silent', ...ALWAYS, target: 0 }] },
      (check) => ({ ...check, alert: false }),
    )
    const monitor = begin()
    await monitor.start()
    await clock.advance(5 * MINUTE)
    expect(await told()).toEqual([])
    const checks = config.checks.map((check) => ({ ...check, alert: true }))
    monitor.reload({ ...config, checks }, createRouter(config.alerting))
    await clock.advance(MINUTE)
    expect(await told()).toEqual(['opened check_0 down'])
  })

  it('begins again where the store gives back a state that it does not understand', async () => {
    const { clock, store, begin } = setUp({ faults: [] })
    const key = { kind: 'check', location: 'lab' } as const
    const states = [
      { ...key, id: 'check_0', state: { verdict: 'sideways' } },
      { ...key, id: 'gone', state: { verdict: 'up' } },
    ]
    await store.commit({ observations: [], states })
    const monitor = begin()
    await monitor.start()
    await clock.advance(5 * MINUTE)
    expect(monitor.statusOf('check_0')?.verdict).toBe('up')
    const { states: left } = await store.queries.remembered()
    expect(left.map(({ id }) => id)).not.toContain('gone')
  })
})
