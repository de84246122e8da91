import { describe, expect, it } from 'vitest'
import { waitingFor } from '../../../test/support/outbox.js'
import {
  checkOf,
  jsonOf,
  type ServedMonitor,
  serveMonitor,
} from '../../../test/support/served-monitor.js'
import { createRouter } from '../../alert/route/router.js'
import type { MonitorConfig } from '../../core/config/monitor-config.js'
import type { CheckWire } from '../wire/check-wire.js'
import type { SummaryWire } from '../wire/rollup-wire.js'

const PATH = '/api/v1/maintenance'
const MINUTE = 60_000

interface Planned {
  readonly id: string
  readonly from: string
  readonly until: string
}

async function plan(served: ServedMonitor, body: object): Promise<Planned> {
  const response = await served.ask(PATH, { method: 'POST', body: { by: 'ops', ...body } })
  expect(response.status).toBe(201)
  return await jsonOf<Planned>(response)
}

async function planned(served: ServedMonitor): Promise<readonly Planned[]> {
  return (await jsonOf<{ maintenance: Planned[] }>(await served.ask(PATH))).maintenance
}

describe('maintenance that comes once', () => {
  it('is planned ahead, listed until it is over, and cancelled before or within it', async () => {
    await using served = await serveMonitor()
    const later = await plan(served, {
      matches: 'tag:production',
      from: '2026-01-05T02:00:00Z',
      until: '2026-01-05T03:00:00Z',
      note: 'new disks',
    })
    const now = await plan(served, { matches: '*', for: 600 })
    expect((await planned(served)).map(({ id }) => id)).toEqual([now.id, later.id])
    expect((await served.ask(`${PATH}/${later.id}`, { method: 'DELETE' })).status).toBe(200)
    expect((await planned(served)).map(({ id }) => id)).toEqual([now.id])
    await served.clock.advance(5 * MINUTE)
    const ended = await jsonOf<Planned>(await served.ask(`${PATH}/${now.id}`, { method: 'DELETE' }))
    expect(ended).toMatchObject({ until: '2026-01-05T00:05:00.000Z' })
    expect(await planned(served)).toEqual([])
    expect((await served.ask(`${PATH}/${now.id}`, { method: 'DELETE' })).status).toBe(404)
  })

  it('suppresses notifications until it ends, as a window of the config does, and is no downtime', async () => {
    await using served = await serveMonitor({ checks: [checkOf('web', 1), checkOf('db', 2)] })
    tellEverybody(served)
    await served.clock.advance(2 * MINUTE)
    await plan(served, { matches: 'web', from: '2026-01-05T00:05:00Z', for: 600 })
    await served.clock.advance(4 * MINUTE)
    served.fault('refused', 1)
    await served.clock.advance(5 * MINUTE)
    const check = await jsonOf<CheckWire>(await served.ask('/api/v1/checks/web'))
    expect(check).toMatchObject({ verdict: 'down', suppressed_by: 'maintenance' })
    expect(await waitingFor(served.store, 'ops')).toEqual([])
    await served.clock.advance(5 * MINUTE)
    expect(await waitingFor(served.store, 'ops')).toMatchObject([{ notice: { kind: 'opened' } }])
    const { time } = await jsonOf<SummaryWire>(await served.ask('/api/v1/checks/web/summary'))
    expect(time.maintenance).toBeGreaterThan(540)
    expect(time.down).toBeLessThan(120)
  })

  it('is remembered by the process that comes after', async () => {
    await using served = await serveMonitor()
    const { id } = await plan(served, { matches: 'web', for: 3_600 })
    const { maintenance } = await served.store.queries.remembered()
    expect(maintenance).toMatchObject([{ id, matches: 'web' }])
    await served.restart()
    expect((await planned(served)).map((each) => each.id)).toEqual([id])
  })

  it.each([
    ['neither end', { matches: 'web' }, 'until'],
    ['both ends', { matches: 'web', for: 1, until: '2026-01-05T02:00:00Z' }, 'until'],
    ['an end in the past', { matches: 'web', until: '2026-01-04T00:00:00Z' }, 'until'],
    [
      'an end before its beginning',
      { matches: 'web', from: '2026-01-05T03:00:00Z', until: '2026-01-05T02:00:00Z' },
      'until',
    ],
    ['a beginning in two years', { matches: 'web', from: '2028-01-05T03:00:00Z', for: 60 }, 'from'],
    ['a check that does not exist', { matches: 'wbe', for: 60 }, 'matches'],
    ['a tag that no check has', { matches: 'tag:nothing', for: 60 }, 'matches'],
    ['a time that is none', { matches: 'web', from: 'tomorrow', for: 60 }, 'from'],
    ['more than a year', { matches: 'web', for: 400 * 86_400 }, 'for'],
  ])('is refused with %s', async (_what, body, name) => {
    await using served = await serveMonitor()
    const response = await served.ask(PATH, { method: 'POST', body: { by: 'ops', ...body } })
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ problems: [{ in: 'body', name }] })
  })
})

/** Takes a config in which one channel hears of everything. */
function tellEverybody({ monitor }: ServedMonitor): void {
  const alerting: MonitorConfig['alerting'] = {
    channels: [{ kind: 'command', name: 'ops', command: ['true'] }],
    routes: [
      {
        name: 'all',
        tags: [],
        severities: [],
        channels: ['ops'],
        continue: false,
        groupBy: [],
        groupWaitMs: 0,
        quiet: [],
      },
    ],
    inhibitions: [],
  }
  monitor.reload({ ...monitor.config, alerting }, createRouter(alerting))
}
