import { beforeEach, describe, expect, it } from 'vitest'
import { checkOf } from '../../../test/support/served-monitor.js'
import { SqliteStore } from '../../../test/support/sqlite-store.js'
import { VirtualClock } from '../../../test/support/virtual-clock.js'
import { createRouter } from '../../alert/route/router.js'
import type { Verdict } from '../../core/verdict.js'
import { VoteBoard } from '../../link/hub/vote-board.js'
import { Monitor } from '../monitor.js'

const FLEET = { from: ['fra'], quorum: 'majority', accepted: [], partialAfterMs: 0 } as const

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
