import { describe, expect, it } from 'vitest'
import {
  checkOf,
  jsonOf,
  type ServedMonitor,
  serveMonitor,
} from '../../../../test/support/served-monitor.js'
import type { ResultWire } from '../../wire/result-wire.js'
import type { RollupWire, SummaryWire } from '../../wire/rollup-wire.js'

type Page = { results: ResultWire[]; next?: string }

const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe('results', () => {
  it('come newest first, page by page, each once', async () => {
    await using served = await serveMonitor()
    await served.clock.advance(10 * MINUTE)
    const seen: string[] = []
    let cursor = ''
    for (;;) {
      const page = await jsonOf<Page>(
        await served.ask(`/api/v1/checks/web/results?limit=3${cursor}`),
      )
      for (const { timestamp } of page.results) seen.push(timestamp)
      if (page.next === undefined) break
      cursor = `&cursor=${page.next}`
    }
    const { results } = await jsonOf<Page>(await served.ask('/api/v1/checks/web/results'))
    expect(seen).toEqual(results.map((each: { timestamp: string }) => each.timestamp))
    expect(seen.length).toBeGreaterThan(9)
    expect(seen).toEqual([...new Set(seen)].sort().reverse())
  })

  it('are those of the window that is asked for', async () => {
    await using served = await serveMonitor()
    await served.clock.advance(10 * MINUTE)
    const window = 'from=2026-01-05T00:02:00Z&until=2026-01-05T01:04:00%2B01:00'
    const page = await jsonOf<Page>(await served.ask(`/api/v1/checks/web/results?${window}`))
    expect(page.results).toHaveLength(2)
  })

  it('are those that a location saw, as are rollups and summaries', async () => {
    await using served = await serveMonitor()
    await served.clock.advance(10 * MINUTE)
    const at = served.clock.wallMs() - MINUTE
    const there = { checkId: 'web', location: 'there', at, outcome: 'bad', attempts: 1 } as const
    await served.store.commit({ observations: [there] })
    const ask = async (path: string) =>
      await jsonOf<Partial<Page> & { readonly rollups?: readonly unknown[] }>(
        await served.ask(`/api/v1/checks/web/${path}`),
      )
    expect(await ask('results?location=there')).toMatchObject({ results: [{ outcome: 'bad' }] })
    expect((await ask('results?limit=1000')).results?.length).toBeGreaterThan(10)
    const { rollups } = await ask('rollups?level=hour&location=there')
    expect(rollups).toMatchObject([{ location: 'there', bad: 1, good: 0 }])
    expect((await ask('rollups?level=hour')).rollups).toHaveLength(2)
    expect(await ask('summary?location=there')).toMatchObject({
      location: 'there',
      bad: 1,
      good: 0,
    })
    expect(await ask('summary')).toMatchObject({ location: 'lab', bad: 0 })
  })
})

describe('rollups', () => {
  it('have counts, failures, uptime and percentiles of every minute', async () => {
    await using served = await serveMonitor()
    await served.clock.advance(5 * MINUTE)
    served.fault('refused', 1)
    await served.clock.advance(5 * MINUTE)
    const answer = await served.ask('/api/v1/checks/web/rollups?level=minute')
    const { rollups } = await jsonOf<{ rollups: RollupWire[] }>(answer)
    expect(rollups.length).toBeGreaterThan(8)
    expect(rollups[1]).toMatchObject({
      check: 'web',
      location: 'lab',
      start: '2026-01-05T00:01:00.000Z',
      good: 1,
      bad: 0,
      uptime: 1,
      failures: {},
    })
    expect(rollups[1]?.response_time?.p99).toBeCloseTo(0.01, 2)
    expect(rollups.at(-1)).toMatchObject({ uptime: 0, failures: { refused: 1 } })
    expect(rollups.at(-1)).not.toHaveProperty('response_time')
  })

  it('are refused for more buckets than one answer may have', async () => {
    await using served = await serveMonitor()
    const query = 'level=minute&from=2025-01-01T00:00:00Z'
    const response = await served.ask(`/api/v1/checks/web/rollups?${query}`)
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ problems: [{ in: 'query', name: 'from' }] })
  })
})

describe('a summary', () => {
  it('tells of the last day where no window is given', async () => {
    await using served = await serveMonitor()
    await served.clock.advance(2 * HOUR)
    const summary = await jsonOf<SummaryWire>(await served.ask('/api/v1/checks/db/summary'))
    expect(summary).toMatchObject({
      check: 'db',
      location: 'lab',
      from: '2026-01-04T02:00:00.000Z',
      until: '2026-01-05T02:00:00.000Z',
      bad: 0,
      uptime: 1,
    })
    expect([120, 121]).toContain(summary.good)
    expect(summary.response_time?.p50).toBeCloseTo(0.01, 2)
  })

  it('leaves out what is not known', async () => {
    await using served = await serveMonitor()
    const summary = await jsonOf<SummaryWire>(await served.ask('/api/v1/checks/db/summary'))
    expect(summary).not.toHaveProperty('uptime')
    expect(summary).not.toHaveProperty('response_time')
  })
})

describe('uptime', () => {
  const summaryOf = async (served: ServedMonitor, query = '') =>
    await jsonOf<SummaryWire>(await served.ask(`/api/v1/checks/web/summary${query}`))

  it('is a share of time, however many checks a short outage has', async () => {
    await using served = await serveMonitor()
    await served.clock.advance(3.5 * MINUTE)
    const end = served.fault('refused', 1)
    while (served.monitor.statusOf('web')?.newest?.outcome !== 'bad') {
      await served.clock.advance(500)
    }
    await served.clock.advance(6_500)
    end()
    await served.clock.advance(2 * MINUTE)
    const { uptime = 0, time, check_success_ratio = 1 } = await summaryOf(served)
    const { incidents } = await served.store.queries.incidents({ subjectId: 'web' })
    const [incident] = incidents
    const { since = 0, closedAt = 0 } = incident ?? {}
    expect(time.down).toBeCloseTo((closedAt - since) / 1_000, 2)
    expect(time.down).toBeGreaterThanOrEqual(6)
    expect(time.down).toBeLessThanOrEqual(61)
    expect(uptime).toBeCloseTo(time.up / (time.up + time.down), 9)
    expect(uptime).toBeGreaterThan(0.8)
    expect(uptime).toBeLessThan(1)
    expect(check_success_ratio).toBeLessThan(0.8)
  })

  it('is not touched by what this location did not see', async () => {
    await using served = await serveMonitor()
    await served.clock.advance(5 * MINUTE)
    const end = served.fault('uplink_silent')
    await served.clock.advance(10 * MINUTE)
    end()
    await served.clock.advance(5 * MINUTE)
    const { uptime, time } = await summaryOf(served)
    expect(uptime).toBe(1)
    expect(time.down).toBe(0)
    expect(time.unknown).toBeGreaterThan(500)
  })

  it('leaves out maintenance, and tells how much of it there was', async () => {
    const maintenance = [{ cron: '10 0 * * *', timeZone: 'UTC', durationMs: 20 * MINUTE }]
    await using served = await serveMonitor({ checks: [checkOf('web', 1, { maintenance })] })
    await served.clock.advance(12 * MINUTE)
    const end = served.fault('refused', 1)
    await served.clock.advance(10 * MINUTE)
    end()
    await served.clock.advance(18 * MINUTE)
    const { uptime, time } = await summaryOf(served)
    expect(uptime).toBe(1)
    expect(time.maintenance).toBeCloseTo(20 * 60, -2)
    expect(time.up).toBeCloseTo(20 * 60, -2)
  })

  it('counts nothing of the time for which nobody looked', async () => {
    await using served = await serveMonitor()
    await served.clock.advance(10 * MINUTE)
    served.clock.suspend(8 * HOUR)
    await served.clock.advance(10 * MINUTE)
    const { uptime, time } = await summaryOf(served)
    expect(uptime).toBe(1)
    expect(time.up).toBeGreaterThan(18 * 60)
    expect(time.up + time.unknown).toBeLessThan(22 * 60)
  })

  it('of windows side by side adds up', async () => {
    await using served = await serveMonitor()
    for (const kind of ['refused', 'silent', 'uplink_silent'] as const) {
      await served.clock.advance(7 * MINUTE)
      const end = served.fault(kind, kind === 'uplink_silent' ? undefined : 1)
      await served.clock.advance(4 * MINUTE)
      end()
    }
    await served.clock.advance(7 * MINUTE)
    const whole = await summaryOf(served, '?from=2026-01-05T00:00:00Z&until=2026-01-05T00:40:00Z')
    const sum = { up: 0, down: 0, unknown: 0, maintenance: 0 }
    for (let second = 0; second < 2_400; second += 37) {
      const [from, until] = [second, Math.min(second + 37, 2_400)].map((each) =>
        new Date(Date.UTC(2026, 0, 5) + each * 1_000).toISOString(),
      )
      const { time } = await summaryOf(served, `?from=${from}&until=${until}`)
      for (const state of ['up', 'down', 'unknown', 'maintenance'] as const)
        sum[state] += time[state]
    }
    expect(whole.time.down).toBeGreaterThan(300)
    for (const state of ['up', 'down', 'unknown', 'maintenance'] as const) {
      expect(sum[state]).toBeCloseTo(whole.time[state], 6)
    }
  })
})

describe('a window', () => {
  it.each([
    ['results?from=2026-01-06T00:00:00Z&until=2026-01-05T00:00:00Z'],
    ['summary?from=2026-01-06T00:00:00Z&until=2026-01-05T00:00:00Z'],
    ['results?from=yesterday'],
    ['results?from=2026-02-31T00:00:00Z&until=1'],
    ['results?limit=0'],
    ['results?limit=1001'],
    ['results?limit=1&limit=2'],
    ['results?cursor=99999999999999999'],
    ['rollups'],
    ['rollups?level=day'],
  ])('or limit that makes no sense is refused: %s', async (path) => {
    await using served = await serveMonitor()
    const response = await served.ask(`/api/v1/checks/web/${path}`)
    expect(response.status).toBe(422)
  })
})
