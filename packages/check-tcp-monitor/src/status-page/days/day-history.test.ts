import { describe, expect, it } from 'vitest'
import { noTime } from '../../core/time/observed-time.js'
import type { PageSource } from '../page-source.js'
import { DayHistory, worstDay } from './day-history.js'
import { zonedDays } from './zoned-days.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const NOW = Date.UTC(2026, 0, 5, 12)

/** A history in which all is up but for an hour of each day, and which notes what it was asked. */
function historyOf(incidents: readonly object[] = []) {
  const asked: { readonly location: string; readonly from: number }[] = []
  const queries: PageSource['queries'] = {
    async summary({ location }, { from, until }) {
      asked.push({ location, from })
      const time = { ...noTime(), up: until - from - HOUR, down: HOUR }
      // Nothing else of a summary is looked at.
      return { time } as never
    },
    async incidents() {
      return { incidents: incidents as never }
    },
  }
  return { asked, history: new DayHistory(queries) }
}

const CHECK = { id: 'web', location: 'here' }

describe('the days of a check', () => {
  it('are read once, but for the one that is not over, which is read again after a minute', async () => {
    const { asked, history } = historyOf()
    const days = zonedDays('UTC', NOW, 90)
    const first = await history.daysOf(CHECK, days, NOW)
    expect(first.at(-1)).toMatchObject({ date: '2026-01-05', lengthMs: 12 * HOUR, downMs: HOUR })
    expect(first[0]).toMatchObject({ date: '2025-10-08', lengthMs: DAY, upMs: DAY - HOUR })
    expect(asked).toHaveLength(90)
    expect(await history.daysOf(CHECK, days, NOW + MINUTE - 1)).toEqual(first)
    expect(asked).toHaveLength(90)
    await history.daysOf(CHECK, days, NOW + MINUTE)
    expect(asked.slice(90).map(({ from }) => from)).toEqual([Date.UTC(2026, 0, 5)])
  })

  it('that are over are read again while something may still be on its way', async () => {
    const { asked, history } = historyOf()
    const at = (now: number) => history.daysOf(CHECK, zonedDays('UTC', now, 2), now)
    await at(NOW)
    await at(NOW + DAY)
    await at(NOW + DAY + HOUR)
    expect(asked.map(({ from }) => new Date(from).toISOString().slice(8, 10))).toEqual([
      ...['04', '05', '05', '06', '06'],
    ])
  })

  it('are others in another zone, and of no check that is gone', async () => {
    const { asked, history } = historyOf()
    await history.daysOf(CHECK, zonedDays('UTC', NOW, 2), NOW)
    await history.daysOf(CHECK, zonedDays('Asia/Tokyo', NOW, 2), NOW)
    expect(asked).toHaveLength(4)
    history.forget(() => false)
    await history.daysOf(CHECK, zonedDays('Asia/Tokyo', NOW, 2), NOW)
    expect(asked).toHaveLength(6)
  })

  it('seen from several locations are known where one of them saw, and down as the quorum said', async () => {
    const incident = { verdict: 'down', since: NOW - 36 * HOUR, closedAt: NOW - 30 * HOUR }
    const degraded = { verdict: 'degraded', since: NOW - 20 * HOUR, closedAt: NOW - 19 * HOUR }
    const { asked, history } = historyOf([incident, degraded])
    const check = { ...CHECK, location: 'hub', locations: ['fra', 'nyc'] }
    const [day] = await history.daysOf(check, zonedDays('UTC', NOW, 2).slice(0, 1), NOW)
    expect(day).toMatchObject({ downMs: 6 * HOUR, upMs: 18 * HOUR })
    expect(asked.map(({ location }) => location)).toEqual(['fra', 'nyc', 'hub'])
  })
})

it('of several checks, a day is as bad and as little known as the worst of them', () => {
  const day = { date: '2026-01-05', lengthMs: DAY, upMs: DAY, downMs: 0, maintenanceMs: 0 }
  const down = { ...day, upMs: 20 * HOUR, downMs: 4 * HOUR }
  const unseen = { ...day, upMs: 10 * HOUR }
  expect(worstDay([day, down])).toEqual(down)
  expect(worstDay([down, unseen])).toEqual({ ...day, upMs: 6 * HOUR, downMs: 4 * HOUR })
  expect(worstDay([])).toBeUndefined()
})
