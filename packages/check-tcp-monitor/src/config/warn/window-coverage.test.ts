import { describe, expect, it } from 'vitest'
import { coveredUntil } from './window-coverage.js'

const HOUR = 3_600_000
/** A Saturday at noon. */
const NOW = Date.UTC(2026, 10, 28, 12)

const window = (cron: string, hours: number, timeZone = 'UTC') => ({
  cron,
  timeZone,
  durationMs: hours * HOUR,
})

describe('windows that leave no gap', () => {
  it.each([
    ['each minute', [window('* * * * *', 2)]],
    ['a day each day', [window('0 0 * * *', 24)]],
    ['a day each day, in a zone with summer time', [window('0 0 * * *', 24, 'Europe/Berlin')]],
    ['two halves of a day', [window('0 0 * * *', 12), window('0 12 * * *', 12)]],
    [
      'two halves of a day, each in its own zone',
      [window('0 6 * * *', 12, 'Asia/Kolkata'), window('30 12 * * *', 12, 'UTC')],
    ],
    ['a week each week', [window('0 0 * * 1', 168)]],
    ['weekdays and weekends', [window('0 0 * * 1-5', 24), window('0 0 * * 6', 48)]],
    ['overlapping ones', [window('0 */6 * * *', 7)]],
  ])('are for ever: %s', (_what, windows) => {
    expect(coveredUntil(windows, NOW)).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('windows with a gap', () => {
  it.each([
    ['none at all', [], 0],
    ['one that is over', [window('0 3 * * *', 2)], 0],
    ['one that is not', [window('0 11 * * *', 2)], 1],
    ['two, one after the other', [window('0 11 * * *', 2), window('0 13 * * *', 3)], 4],
    ['each minute of three hours', [window('* 10-12 * * *', 1)], 1 + 59 / 60],
    ['all but a minute', [window('0 0 * * *', 24 - 1 / 60)], 12 - 1 / 60],
    ['a year but for a day', [window('0 0 * 1-11 *', 24), window('0 0 2-31 12 *', 24)], 60],
    [
      'two halves of a day in zones that do not meet',
      [window('0 6 * * *', 12, 'Asia/Kolkata'), window('30 13 * * *', 12, 'UTC')],
      0.5,
    ],
  ])('end there: %s', (_what, windows, hours) => {
    expect((coveredUntil(windows, NOW) - NOW) / HOUR).toBeCloseTo(hours, 6)
  })
})
