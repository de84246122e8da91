import { describe, expect, it } from 'vitest'
import { jsonOf, serveMonitor } from '../../../test/support/served-monitor.js'
import type { ResultWire } from '../wire/result-wire.js'
import type { RollupWire, SummaryWire } from '../wire/rollup-wire.js'

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
