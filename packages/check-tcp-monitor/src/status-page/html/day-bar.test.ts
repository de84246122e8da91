import { expect, it } from 'vitest'
import { UP_DAY } from '../../../test/support/sample-page.js'
import { en } from '../texts/en.js'
import { dayHistory } from './day-bar.js'

const DAYS = [
  { ...UP_DAY, date: '2026-01-01', upMs: 0 },
  { ...UP_DAY, date: '2026-01-02', upMs: UP_DAY.upMs - 1_000, downMs: 1_000 },
  { ...UP_DAY, date: '2026-01-03', upMs: 0, downMs: UP_DAY.upMs },
  { ...UP_DAY, date: '2026-01-04', maintenanceMs: 3_600_000 },
  UP_DAY,
]

it('is a bar in which each kind of day has a height of its own, and a moment of being down is seen', () => {
  const html = String(dayHistory('Shop', DAYS, en))
  expect(html).toContain('viewBox="0 0 19 24"')
  const shapes = [...html.matchAll(/<path class="(\w+)" d="([^"]*)"/g)].map(([, kind, d]) => [
    kind,
    d,
  ])
  expect(Object.fromEntries(shapes)).toEqual({
    unknown: 'M0 21h3v3h-3z',
    down: 'M4 16h3v8h-3zM8 0h3v24h-3z',
    up: 'M4 0h3v14h-3zM16 0h3v24h-3z',
    maintenance: 'M12 12h3v12h-3z',
  })
})

it('is a table of every day in words, the newest first', () => {
  const html = String(dayHistory('Shop', DAYS, en))
  const rows = [...html.matchAll(/<tr><th scope="row">(.*?)<\/th><td>(.*?)<\/td><td>(.*?)<\/td>/g)]
  expect(rows.map(([, ...cells]) => cells)).toEqual([
    ['2026-01-05', 'Up', 'all of it'],
    ['2026-01-04', 'Maintenance for 1 h', 'all of it'],
    ['2026-01-03', 'Down for 1 d', 'all of it'],
    ['2026-01-02', 'Down for 1 s', 'all of it'],
    ['2026-01-01', 'No data', '0 s'],
  ])
})
