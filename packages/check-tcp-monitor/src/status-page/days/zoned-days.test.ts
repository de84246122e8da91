import { describe, expect, it } from 'vitest'
import { zonedDays } from './zoned-days.js'

const HOUR = 3_600_000

function hoursOf(timeZone: string, now: string, count = 2) {
  return zonedDays(timeZone, Date.parse(now), count).map(({ date, from, until }) => {
    return [date, new Date(from).toISOString(), (until - from) / HOUR]
  })
}

describe('the days of a zone', () => {
  it.each([
    [
      ...['UTC', '2026-01-05T00:00:00Z'],
      [
        ['2026-01-04', '2026-01-04T00:00:00.000Z', 24],
        ['2026-01-05', '2026-01-05T00:00:00.000Z', 24],
      ],
    ],
    [
      ...['Asia/Kathmandu', '2026-01-04T18:15:00Z'],
      [
        ['2026-01-04', '2026-01-03T18:15:00.000Z', 24],
        ['2026-01-05', '2026-01-04T18:15:00.000Z', 24],
      ],
    ],
    [
      ...['Europe/Berlin', '2026-03-29T20:00:00Z'],
      [
        ['2026-03-28', '2026-03-27T23:00:00.000Z', 24],
        ['2026-03-29', '2026-03-28T23:00:00.000Z', 23],
      ],
    ],
    [
      ...['America/New_York', '2026-11-02T04:59:59Z'],
      [
        ['2026-10-31', '2026-10-31T04:00:00.000Z', 24],
        ['2026-11-01', '2026-11-01T04:00:00.000Z', 25],
      ],
    ],
  ] as const)('of %s at %s begin at its midnight', (timeZone, now, days) => {
    expect(hoursOf(timeZone, now)).toEqual(days)
  })

  it('follow one another without a gap, also where clocks change at midnight', () => {
    for (const zone of [
      'UTC',
      'Europe/Berlin',
      'Asia/Beirut',
      'America/Santiago',
      'Pacific/Apia',
    ]) {
      const days = zonedDays(zone, Date.UTC(2026, 10, 5, 12), 366)
      expect(days).toHaveLength(366)
      for (const [index, day] of days.entries()) {
        if (index > 0) expect(day.from).toBe(days[index - 1]?.until)
        expect(day.until - day.from).toBeGreaterThanOrEqual(23 * HOUR)
        expect(day.until - day.from).toBeLessThanOrEqual(25 * HOUR)
      }
    }
  })
})
