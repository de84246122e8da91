import { beforeEach, describe, expect, it } from 'vitest'
import { checkOf } from '../../../test/support/served-monitor.js'
import { SqliteStore } from '../../../test/support/sqlite-store.js'
import { VirtualClock } from '../../../test/support/virtual-clock.js'
import { createRouter } from '../../alert/route/router.js'
import type { AgentVote } from '../../core/link/agent-batch.js'
import type { Verdict } from '../../core/verdict.js'
import { VoteBoard } from '../../link/hub/vote-board.js'
import { Monitor } from '../monitor.js'

const FLEET = { from: ['fra'], quorum: 'majority', accepted: [], partialAfterMs: 0 } as const

const NOTHING = {
  ...{ files: [], location: 'hub', directory: ':memory:', http: undefined, concurrency: 1 },
  retention: { rawMs: 1, minuteMs: 1, hourMs: 1, incidentMs: 1 },
  alerting: { channels: [], routes: [], inhibitions: [] },
}

describe('a hub whose check is made from three locations', () => {
  const from = ['fra', 'nyc', 'ams']
  let clock: VirtualClock
  let votes: VoteBoard
  let monitor: Monitor

  beforeEach(async () => {
    clock = new VirtualClock()
    votes = new VoteBoard(clock)
    const fleet = { ...FLEET, from, partialAfterMs: 300_000 }
    const web = { ...checkOf('web', 1, { everyMs: 60_000, dependsOn: [] }), fleet }
    monitor = new Monitor({
      config: { ...NOTHING, checks: [web], locations: from.map((name) => ({ name, tags: [] })) },
      ...{ clock, votes, router: createRouter(NOTHING.alerting), random: () => 0 },
      checker: { check: () => Promise.reject(new Error('a hub makes no checks')) },
      store: SqliteStore.open({ directory: ':memory:' }),
      baselines: { of: () => undefined },
    })
    await monitor.start()
  })

  async function say(location: string, verdict: Verdict, more: Partial<AgentVote> = {}) {
    votes.note(location, [{ checkId: 'web', verdict, ageMs: 0, since: clock.wallMs(), ...more }])
    monitor.noteReport({ location, isIsolated: false, checkIds: ['web'] })
    await clock.advance(10)
  }

  const REFUSED = { failure: 'refused', error: 'Connection refused' } as const
  const incident = () => monitor.openIncidents()[0]

  it('is up once one that saw it down has been lost for as long as a partial outage may last', async () => {
    for (const each of from) await say(each, 'up')
    for (const each of from) await say(each, 'down', REFUSED)
    const saySome = async () => {
      await say('fra', 'up')
      await say('ams', 'up')
      await clock.advance(30_000)
    }
    for (let minute = 0; minute < 4.5; minute += 0.5) await saySome()
    expect(incident()).toMatchObject({ verdict: 'down', error: expect.stringContaining('refused') })
    for (let minute = 0; minute < 1; minute += 0.5) await saySome()
    expect(incident()).toBeUndefined()
    expect(monitor.statusOf('web')?.verdict).toBe('up')
    await monitor.stop()
  })

  it('takes no word from before an outage for evidence in it', async () => {
    for (const each of from) await say(each, 'up')
    await clock.advance(5_000)
    await say('fra', 'down', REFUSED)
    await say('nyc', 'down', REFUSED)
    expect(incident()).toMatchObject({
      error: 'Connection refused from fra and nyc; not heard since from ams',
      fault: 'target',
    })
    // It believes that the target is up until its failure is confirmed.
    await say('ams', 'up', REFUSED)
    expect(incident()).toMatchObject({
      error: 'Connection refused from fra and nyc; not confirmed from ams',
      fault: 'target',
    })
    await say('ams', 'up')
    expect(incident()).toMatchObject({
      error: 'Connection refused from fra and nyc only; connected from ams',
      fault: 'network',
    })
    await say('ams', 'down', REFUSED)
    expect(incident()).toMatchObject({
      error: 'Connection refused from everywhere (fra, nyc and ams)',
      fault: 'target',
    })
    await monitor.stop()
  })

  it('keeps what its incident says while they come back, whatever those say that are not back', async () => {
    for (const each of from) await say(each, 'up')
    for (const each of from) await say(each, 'down', REFUSED)
    const whole = incident()
    expect(whole).toMatchObject({
      verdict: 'down',
      severity: 'critical',
      fault: 'target',
      error: 'Connection refused from everywhere (fra, nyc and ams)',
    })
    // Its newest result is good, and it waits for another one.
    await say('nyc', 'down')
    await say('fra', 'up')
    await say('ams', 'up')
    expect(incident()).toMatchObject({ verdict: 'down', severity: 'critical', fault: 'target' })
    expect(incident()?.error).toContain('Connection refused')
    expect(monitor.statusOf('web')?.verdict).toBe('down')
    await say('nyc', 'up')
    expect(incident()).toBeUndefined()
    expect(monitor.statusOf('web')?.verdict).toBe('up')
    await monitor.stop()
  })
})

describe('a hub whose checks depend on each other', () => {
  let clock: VirtualClock
  let votes: VoteBoard
  let monitor: Monitor

  beforeEach(async () => {
    clock = new VirtualClock()
    votes = new VoteBoard(clock)
    const check = (id: string, more = {}) => ({
      ...checkOf(id, 1, { everyMs: 60_000, dependsOn: [], ...more }),
      fleet: FLEET,
    })
    const config = {
      files: [],
      location: 'hub',
      directory: ':memory:',
      checks: [check('gateway'), check('web', { dependsOn: ['gateway'] })],
      locations: [{ name: 'fra', tags: [] }],
      alerting: {
        channels: [{ kind: 'command', name: 'ops', command: ['true'] }],
        routes: [
          {
            ...{ name: 'all', tags: [], severities: [], channels: ['ops'], continue: false },
            ...{ groupBy: [], groupWaitMs: 0, quiet: [] },
          },
        ],
        inhibitions: [],
      },
      retention: { rawMs: 1, minuteMs: 1, hourMs: 1, incidentMs: 1 },
      http: undefined,
      concurrency: 1,
    }
    monitor = new Monitor({
      ...{ config, clock, votes, router: createRouter(config.alerting), random: () => 0 },
      checker: { check: () => Promise.reject(new Error('a hub makes no checks')) },
      store: SqliteStore.open({ directory: ':memory:' }),
      baselines: { of: () => undefined },
    })
    await monitor.start()
  })

  async function say(checkId: string, verdict: Verdict): Promise<void> {
    votes.note('fra', [{ checkId, verdict, ageMs: 0, since: clock.wallMs() }])
    monitor.noteReport({ location: 'fra', isIsolated: false, checkIds: [checkId] })
    await clock.advance(100)
  }

  const suppressed = () => monitor.statusOf('web')?.suppressedBy

  it('notifies nobody before the dependency was heard after the outage, however often it looks at the clock', async () => {
    await say('gateway', 'up')
    await say('web', 'up')
    await say('web', 'down')
    expect(suppressed()).toBe('dependency')
    await clock.advance(45_000)
    expect(suppressed()).toBe('dependency')
    await say('gateway', 'up')
    expect(suppressed()).toBeUndefined()
    // Saying the same again does not begin to wait again.
    await say('web', 'down')
    await clock.advance(15_000)
    expect(suppressed()).toBeUndefined()
    await monitor.stop()
  })

  it('notifies nobody of what depends on something that is down', async () => {
    await say('gateway', 'down')
    await say('web', 'down')
    await say('gateway', 'down')
    expect(suppressed()).toBe('dependency')
    expect(monitor.openIncidents()).toHaveLength(2)
    await monitor.stop()
  })
})
