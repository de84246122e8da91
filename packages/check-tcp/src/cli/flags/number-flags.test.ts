import { describe, expect, it } from 'vitest'
import { flagParameters, timeoutOf } from './check-flags.js'
import { positiveSeconds } from './number-flags.js'

describe('a flag that takes a time', () => {
  it.each([
    ['5m', 300],
    ['500ms', 0.5],
    ['1s', 1],
    ['1.5 s', 1.5],
    ['1m30s', 90],
    ['2 Min', 120],
    ['.5s', 0.5],
    ['1h', 3_600],
    ['3', 3],
    ['.25', 0.25],
    ['1e-3', 0.001],
  ])('takes %s as meant', (text, seconds) => {
    expect(positiveSeconds('--for', text, 86_400)).toBe(seconds)
    expect(timeoutOf({ timeout: text })).toBe(seconds)
    const flags = { timeout: text, retryDelay: text, expectedResponseTime: text, hold: text }
    const times = { timeout: seconds, retry_delay: seconds, expected_response_time: seconds }
    expect(flagParameters(flags)).toEqual({ ...times, hold: seconds })
  })

  it.each(['', '0', '0s', '-1s', '5x', 's', '5m!', '25h', '1s2', 'ever'])('refuses %j', (text) => {
    expect(() => positiveSeconds('--for', text, 86_400)).toThrow(
      '--for must be a number of seconds above 0 and up to 86400, or a duration such as 5m, got ',
    )
  })

  it('is no unit for what is no time', () => {
    expect(flagParameters({ attempts: '3s' })).toEqual({ attempts: '3s' })
  })
})
