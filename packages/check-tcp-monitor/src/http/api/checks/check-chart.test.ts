import { expect, it } from 'vitest'
import { jsonOf, serveMonitor } from '../../../../test/support/served-monitor.js'

interface Chart {
  readonly step: number
  readonly start: readonly number[]
  readonly p50: readonly (number | null)[]
  readonly good: readonly number[]
  readonly down: readonly number[]
  readonly failures: Readonly<Record<string, Readonly<Record<string, number>>>>
}

it('has the minutes of a short window, failures and outage at their place', async () => {
  await using served = await serveMonitor()
  await served.clock.advance(20 * 60_000)
  served.fault('refused', 1)
  await served.clock.advance(10 * 60_000)
  const chart = await jsonOf<Chart>(await served.ask('/api/v1/checks/web/chart'))
  expect(chart.step).toBe(180)
  expect(
    chart.start.every((at, index) => index === 0 || at - (chart.start[index - 1] ?? 0) === 180),
  ).toBe(true)
  expect(chart.p50[1]).toBeCloseTo(0.01, 2)
  expect(chart.p50.at(-1)).toBeNull()
  expect(chart.down.at(-2)).toBe(180)
  expect(Object.values(chart.failures).at(-1)).toMatchObject({ refused: expect.any(Number) })
})

it('has no more points than are wanted, of a year too', async () => {
  await using served = await serveMonitor()
  await served.clock.advance(3 * 3_600_000)
  const query = 'from=2025-01-05T00:00:00Z&until=2026-01-06T00:00:00Z&points=100'
  const chart = await jsonOf<Chart>(await served.ask(`/api/v1/checks/web/chart?${query}`))
  expect(chart.step % 3_600).toBe(0)
  expect(chart.step * 100).toBeGreaterThanOrEqual(366 * 86_400)
  expect(chart.good.reduce((sum, each) => sum + each)).toBeGreaterThan(170)
  expect((await served.ask('/api/v1/checks/web/chart?points=0')).status).toBe(422)
  expect((await served.ask('/api/v1/checks/none/chart')).status).toBe(404)
})
