import * as v from 'valibot'
import { expect, it } from 'vitest'
import { writeDuration } from '../write-duration.js'
import { duration, parseDuration } from './duration.js'

it.each([
  [0.05, 50],
  [30, 30_000],
  ['250ms', 250],
  ['0.05s', 50],
  ['30s', 30_000],
  ['5m', 300_000],
  ['1.5h', 5_400_000],
  ['7d', 604_800_000],
  ['30', undefined],
  ['30 s', undefined],
  ['1h30m', undefined],
  ['-1s', undefined],
  ['1e3s', undefined],
  ['', undefined],
  [Number.NaN, undefined],
  [Number.POSITIVE_INFINITY, undefined],
])('the duration %j is %s milliseconds', (value, ms) => {
  expect(parseDuration(value)).toBe(ms)
})

it.each([
  [250, '250ms'],
  [1_000, '1s'],
  [90_000, '90s'],
  [300_000, '5m'],
  [3_600_000, '1h'],
  [604_800_000, '7d'],
  [1_234, '1.234s'],
])('%s milliseconds are written %s', (ms, text) => {
  expect(writeDuration(ms)).toBe(text)
})

it('a duration is refused outside of its limits and let through at them', () => {
  const schema = duration(1_000, 60_000)
  expect(v.safeParse(schema, 1).output).toBe(1_000)
  expect(v.safeParse(schema, '1m').output).toBe(60_000)
  for (const value of [0.999, '61s', -1, 'soon', true, null]) {
    expect(v.safeParse(schema, value).issues?.[0].message).toBe(
      'a duration from 1s to 1m (seconds, or a text such as 30s, 5m, 1h)',
    )
  }
})
