import { expect, it } from 'vitest'
import { expiryMs } from './expiry-duration.js'

it.each([
  ['14d', 1_209_600_000],
  ['2w', 1_209_600_000],
  ['36h', 129_600_000],
  ['1.5h', 5_400_000],
  ['90m', 5_400_000],
  ['1s', 1_000],
  ['3650d', 315_360_000_000],
])('%s are %d milliseconds', (text, ms) => {
  expect(expiryMs(text)).toBe(ms)
})

it.each(['14', '', 'd', '0d', '0.5s', '3651d', '14 d', '14days', '-1d', '1e3d', '١٤d'])(
  '%j is not a duration',
  (text) => {
    expect(expiryMs(text)).toBeUndefined()
  },
)
