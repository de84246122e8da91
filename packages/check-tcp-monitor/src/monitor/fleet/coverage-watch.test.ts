import { beforeEach, describe, expect, it } from 'vitest'
import { checkOf } from '../../../test/support/served-monitor.js'
import { SqliteStore } from '../../../test/support/sqlite-store.js'
import { VirtualClock } from '../../../test/support/virtual-clock.js'
import { createRouter } from '../../alert/route/router.js'
import type { MonitoredCheck } from '../../core/config/check.js'
import type { MonitorConfig } from '../../core/config/monitor-config.js'
import type { Verdict } from '../../core/verdict.js'
import { VoteBoard } from '../../link/hub/vote-board.js'
import { Monitor } from '../monitor.js'

const FROM = ['fra', 'nyc', 'ams', 'sin', 'gru']

const NO_ROUTE = {
  tags: [],
  severities: [],
  continue: false,
  groupBy: [],
  groupWaitMs: 0,
  quiet: [],
}

/** Five locations, and who is told. */
function configOf(checks: readonly MonitoredCheck[]): MonitorConfig {
  return {
    files: [],
    location: 'hub',
    directory: ':memory:',
    checks,
    locations: FROM.map((name) => ({ name, tags: [] })),
    alerting: {
      channels: [{ kind: 'command', name: 'ops', command: ['true'] }],
      routes: [{ name: 'all', channels: ['ops'], ...NO_ROUTE }],
      inhibitions: [],
    },
    retention: { rawMs: 1, minuteMs: 1, hourMs: 1, incidentMs: 1 },
    http: undefined,
    concurrency: 1,
  }
}

const fleetCheck = (id: string, more: Partial<MonitoredCheck> = {}): MonitoredCheck => ({
  ...checkOf(id, 1, { everyMs: 60_000, ...more }),
  fleet: { from: FROM, quorum: 'majority', accepted: [], partialAfterMs: 300_000 },
})

describe('a hub whose checks too few locations see', () => {
  let clock: VirtualClock
  let votes: VoteBoard
  let store: SqliteStore
  let monitor: Monitor

  async function start(...checks: MonitoredCheck[]): Promise<void> {
    const config = configOf(checks)
    votes = new VoteBoard(clock)
    monitor = new Monitor({
      ...{ config, clock, votes, router: createRouter(config.alerting), random: () => 0 },
      checker: { check: () => Promise.reject(new Error('a hub makes no checks')) },
      store,
      baselines: { of: () => undefined },
    })
    await monitor.start()
  }

  beforeEach(() => {
    clock = new VirtualClock()
    store = SqliteStore.open({ directory: ':memory:' })
  })

  /** What each location says of the checks: `fra: up`. */
  async function say(said: Readonly<Record<string, Verdict>>, ...ids: string[]): Promise<void> {
    for (const [location, verdict] of Object.entries(said)) {
      const own = ids.map((checkId) => ({ checkId, verdict, ageMs: 0, since: clock.wallMs() }))
      votes.note(location, own)
    }
    for (const location of Object.keys(said)) {
      monitor.noteReport({ location, isIsolated: false, checkIds: ids })
    }
    await clock.advance(1_000)
  }

  const open = () =>
    monitor
      .openIncidents()
      .filter(({ subjectId }) => subjectId.startsWith('coverage:'))
      .map(({ severity, error }) => `${severity}: ${error}`)
  /** The notices in the outbox, with those that were sent. */
  const notices = async () => {
    const { outbox } = await store.queries.remembered()
    return outbox.map(({ notice: { kind, incident } }) => `${kind} ${incident.subject}`)
  }

  const ALL_UP = { fra: 'up', nyc: 'up', ams: 'up', sin: 'up', gru: 'up' } as const
  const THREE_GONE = { ams: 'unknown', sin: 'unknown', gru: 'unknown' } as const

  it('has one quiet incident for all checks that the same locations do not see, and notifies nobody', async () => {
    const ids = ['web', 'db', 'api']
    await start(...ids.map((id) => fleetCheck(id)))
    await say(ALL_UP, ...ids)
    await say(THREE_GONE, ...ids)
    expect(open()).toEqual(['info: Too few locations see 3 checks: ams, sin and gru do not'])
    expect(await notices()).toEqual([])
    await say({ gru: 'up' }, ...ids)
    expect(open()).toEqual([])
    expect(await notices()).toEqual([])
    await monitor.stop()
  })

  it('notifies once, with the severity of the check, where one that sees says down', async () => {
    await start(fleetCheck('web'), fleetCheck('db', { severity: 'warning' }))
    await say(ALL_UP, 'web', 'db')
    await say(THREE_GONE, 'web', 'db')
    await say({ fra: 'down' }, 'db')
    expect(open()).toEqual([
      'warning: Too few locations see 2 checks; of db 1 of 2 that see says down, 3 do not see (ams, sin and gru)',
    ])
    expect(await notices()).toEqual(['opened monitor'])
    await say({ fra: 'down', nyc: 'down' }, 'web')
    expect(open()).toEqual([
      'critical: Too few locations see 2 checks; of web 2 of 2 that see say down, 3 do not see (ams, sin and gru); likewise db',
    ])
    expect(monitor.statusOf('web')?.verdict).toBe('unknown')
    expect(await notices()).toEqual(['opened monitor'])
    // One more sees it: it is down by the quorum.
    await say({ ams: 'down' }, 'web', 'db')
    expect(open()).toEqual([])
    expect(await notices()).toEqual(['opened monitor', 'opened check', 'resolved monitor'])
    await monitor.stop()
  })

  it('is quiet about a check of which somebody was notified already, or that is to be left alone', async () => {
    await start(fleetCheck('web'), fleetCheck('db', { alert: false }))
    await say(ALL_UP, 'web', 'db')
    await say({ fra: 'down', nyc: 'down', ams: 'down' }, 'web', 'db')
    expect(await notices()).toEqual(['opened check'])
    await say(THREE_GONE, 'web', 'db')
    expect(open()).toEqual(['info: Too few locations see 2 checks: ams, sin and gru do not'])
    expect(await notices()).toEqual(['opened check'])
    await monitor.stop()
  })

  it('has another incident for other locations', async () => {
    const some = { ...fleetCheck('db'), fleet: { ...fleetCheck('db').fleet, from: ['fra', 'gru'] } }
    await start(fleetCheck('web'), some as MonitoredCheck)
    await say(ALL_UP, 'web', 'db')
    await say(THREE_GONE, 'web', 'db')
    expect(open()).toEqual([
      'info: Too few locations see web: ams, sin and gru do not',
      'info: Too few locations see db: gru does not',
    ])
    await monitor.stop()
  })

  it('keeps its incident over a restart, and notifies of it no second time', async () => {
    await start(fleetCheck('web'))
    await say(ALL_UP, 'web')
    await say({ ...THREE_GONE, fra: 'down' }, 'web')
    const [before] = monitor.openIncidents()
    expect(await notices()).toEqual(['opened monitor'])
    await monitor.stop()
    await start(fleetCheck('web'))
    await clock.advance(60_000)
    expect(monitor.openIncidents()).toMatchObject([{ id: before?.id }])
    await say({ ...THREE_GONE, fra: 'down', nyc: 'up' }, 'web')
    expect(monitor.openIncidents()).toMatchObject([{ id: before?.id }])
    expect(await notices()).toEqual(['opened monitor'])
    await say(ALL_UP, 'web')
    expect(open()).toEqual([])
    expect(await notices()).toEqual(['opened monitor', 'resolved monitor'])
    await monitor.stop()
  })
})
