import { expect, it } from 'vitest'
import { readShown } from './span.js'

const NOW = 1_800_000_000
const HOUR = 3_600

it.each([
  ['nothing is known yet', undefined, 24 * HOUR, '24h'],
  ['it has been seen for weeks', NOW - 300 * HOUR, 24 * HOUR, '24h'],
  ['it has been seen for hours', NOW - 5 * HOUR, 6 * HOUR, '6h'],
  ['it has been seen for an hour', NOW - HOUR, HOUR, '1h'],
  ['it has just begun', NOW - 20, 600, undefined],
] as const)('a chart shows as much of a day as is known: %s', (_case, begun, length, span) => {
  const shown = readShown(new URL('http://a/checks/b'), NOW * 1_000, begun)
  expect([shown.until, shown.until - shown.from, shown.span]).toEqual([NOW, length, span])
})

it('a chart shows what somebody asks for, however little is known of it', () => {
  const shown = readShown(new URL('http://a/checks/b?span=7d'), NOW * 1_000, NOW - 20)
  expect(shown).toEqual({ from: NOW - 168 * HOUR, until: NOW, span: '7d' })
  expect(readShown(new URL('http://a/b?from=100&until=200'), NOW * 1_000, NOW - 20)).toEqual({
    from: 100,
    until: 200,
  })
})
