import { expect, it } from 'vitest'
import { formatDuration } from './duration.js'

it.each([
  [0, '0 µs'],
  [0.000_05, '50 µs'],
  [0.000_999_4, '999 µs'],
  [0.000_999_9, '1.0 ms'],
  [0.045, '45.0 ms'],
  [0.099_99, '100 ms'],
  [0.25, '250 ms'],
  [0.999_9, '1.00 s'],
  [1.017, '1.02 s'],
  [10.123, '10.1 s'],
  [59.99, '1 min 0 s'],
  [125, '2 min 5 s'],
  [3_599.9, '1 h 0 min'],
  [10_800, '3 h 0 min'],
])('%d seconds read %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text)
})
