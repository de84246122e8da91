import { describe, expect, it } from 'vitest'
import { createCalendar } from './calendar.js'

const HOUR = 3_600_000

describe('a calendar', () => {
  const sunday = [{ cron: '0 3 * * 0', timeZone: 'Europe/Berlin', durationMs: 2 * HOUR }]

  it.each([
    ['a minute before it begins', '2026-01-04T01:59:00Z', undefined],
    ['at its first moment', '2026-01-04T02:00:00Z', '2026-01-04T04:00:00Z'],
    ['within it', '2026-01-04T03:59:59Z', '2026-01-04T04:00:00Z'],
    ['at its end', '2026-01-04T04:00:00Z', undefined],
    ['on another day', '2026-01-05T03:00:00Z', undefined],
    // On 2026-03-29 the clocks of Berlin go from 02:00 to 03:00, so 03:00 there is 01:00 UTC.
    ['in summer time, an hour earlier by UTC', '2026-03-29T01:00:00Z', '2026-03-29T03:00:00Z'],
    // On 2026-10-25 they go back from 03:00 to 02:00; 03:00 is 02:00 UTC.
    ['when the clocks go back', '2026-10-25T02:30:00Z', '2026-10-25T04:00:00Z'],
  ])('tells the end of a window %s', (_when, now, end) => {
    const told = createCalendar(sunday).endOfCurrent(Date.parse(now))
    expect(told && new Date(told).toISOString()).toBe(end && `${end.slice(0, -1)}.000Z`)
  })

  it('tells the latest end of windows that overlap', () => {
    const calendar = createCalendar([
      { cron: '0 * * * *', timeZone: 'UTC', durationMs: 1.5 * HOUR },
      { cron: '0 10 * * *', timeZone: 'UTC', durationMs: HOUR / 2 },
    ])
    const end = calendar.endOfCurrent(Date.parse('2026-01-05T10:10:00Z'))
    expect(end && new Date(end).toISOString()).toBe('2026-01-05T11:30:00.000Z')
  })

  it('knows no window where there is none', () => {
    expect(createCalendar([]).endOfCurrent(0)).toBeUndefined()
  })
})
