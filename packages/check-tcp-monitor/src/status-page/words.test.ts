import { describe, expect, it } from 'vitest'
import { NOON, pageOf, serviceOf, UP_DAY } from '../../test/support/sample-page.js'
import type { ServiceModel } from './page-model.js'
import { pageFiles } from './publish/page-files.js'
import { de } from './texts/de.js'
import { en } from './texts/en.js'
import {
  coverageInWords,
  dayInWords,
  incidentInWords,
  length,
  percent,
  sentenceOf,
  uptimeInWords,
  ZonedWords,
} from './words.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

function sentence(...changes: readonly Partial<ServiceModel>[]): string {
  return sentenceOf(pageOf({ groups: [{ services: changes.map(serviceOf) }] }))
}

describe('the sentence on top', () => {
  const down = { state: 'down', since: NOON - HOUR } as const
  it.each([
    [[{}, {}], 'All services are up'],
    [[down, {}], '1 of 2 is down since 11:00'],
    [
      [down, { ...down, since: NOON - 24 * HOUR }],
      '2 of 2 are down, the first since 2026-01-04 12:00',
    ],
    [
      [down, { state: 'degraded', since: NOON }],
      '1 of 2 is down since 11:00, 1 is degraded since 12:00',
    ],
    [[{ state: 'unknown' }, {}], '1 of 2 has no current data'],
    [[{ state: 'unknown' }, { state: 'unknown' }], '2 of 2 have no current data'],
    [[{ state: 'maintenance' }, {}, {}], '1 of 3 is in maintenance'],
  ] as const)('of %j is %s', (changes, words) => {
    expect(sentence(...changes)).toBe(words)
  })
})

it.each([
  [0, '0 s'],
  [59_400, '59 s'],
  [MINUTE, '1 min'],
  [HOUR, '1 h'],
  [HOUR + 5 * MINUTE, '1 h 5 min'],
  [26 * HOUR, '1 d 2 h'],
])('%d ms are %s', (ms, words) => {
  expect(length(ms, en)).toBe(words)
})

it.each([
  [1, '100 %'],
  [0.999999, '99.99 %'],
  [0.5, '50.00 %'],
  [0, '0.00 %'],
])('a share of %d is %s: what was down for a moment was never up all the time', (share, words) => {
  expect(percent(share, en)).toBe(words)
})

describe('a day', () => {
  it.each([
    [{}, 'Up', 'all of it'],
    [{ upMs: 3 * HOUR }, 'Up', '3 h'],
    [{ downMs: 12 * MINUTE }, 'Down for 12 min', 'all of it'],
    [{ upMs: 0, maintenanceMs: HOUR }, 'Maintenance for 1 h', '1 h'],
    [{ upMs: 0 }, 'No data', '0 s'],
  ])('of %j is told in words', (change, words, seen) => {
    expect(dayInWords({ ...UP_DAY, ...change }, en)).toBe(words)
    expect(coverageInWords({ ...UP_DAY, ...change }, en)).toBe(seen)
  })

  it('that nobody saw counts neither for uptime nor against it, and is told', () => {
    const unseen = { ...UP_DAY, upMs: 0 }
    expect(uptimeInWords([UP_DAY, UP_DAY], en)).toBe('Uptime 100 % over 2 days')
    expect(uptimeInWords([unseen, UP_DAY], en)).toBe(
      'Uptime 100 % over 2 days (1 of them monitored)',
    )
    const moment = { ...UP_DAY, upMs: MINUTE }
    expect(uptimeInWords([moment], en)).toBe('Uptime 100 % over 1 days (0.1 of them monitored)')
    expect(uptimeInWords([unseen], en)).toBe('No data for the last 1 days')
  })
})

it('times are those of the zone of the page', () => {
  const words = new ZonedWords(pageOf({ timeZone: 'Europe/Berlin' }))
  expect(words.full(NOON)).toBe('2026-01-05 13:00')
  expect(words.short(NOON)).toBe('13:00')
  const incident = { id: '0a', state: 'down', since: NOON, notes: [] } as const
  expect(incidentInWords({ ...incident, services: ['Shop'] }, words)).toBe(
    'Shop is down since 13:00',
  )
  const over = { ...incident, services: ['Shop', 'API'], until: NOON + HOUR }
  expect(incidentInWords(over, words)).toBe('Shop, API were down for 1 h')
})

describe('a page in German', () => {
  const page = pageOf({
    language: 'de',
    groups: [
      {
        services: [
          serviceOf({ name: 'Laden', state: 'down', since: NOON - HOUR }),
          serviceOf({ name: 'Post' }),
        ],
      },
    ],
  })

  it('says all of it in German', () => {
    expect(sentenceOf(page)).toBe('1 von 2 seit 11:00 ausgefallen')
    expect(percent(0.9995, de)).toBe('99,95 %')
    expect(dayInWords({ ...UP_DAY, downMs: 26 * HOUR }, de)).toBe('Ausfall für 1 T 2 h')
    const words = new ZonedWords(page)
    const incident = {
      id: '0a',
      services: ['Laden'],
      state: 'down',
      since: NOON,
      notes: [],
    } as const
    expect(incidentInWords(incident, words)).toBe('Laden: ausgefallen seit 12:00')
  })

  it('has no English left in its files', () => {
    const files = pageFiles(page)
    const html = files.find(({ path }) => path === 'index.html')?.text ?? ''
    expect(html).toContain('<html lang="de">')
    const said = html.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<[^>]*>/g, ' ')
    expect(said).not.toMatch(
      /\b(?:since|until|from|days?|down|up|services|maintenance|monitored|uptime|load)\b/i,
    )
    expect(files.find(({ path }) => path === 'badge.svg')?.text).toContain('ausfall')
  })
})
