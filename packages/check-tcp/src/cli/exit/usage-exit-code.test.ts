import { describe, expect, it } from 'vitest'
import { usageExitCodeOf } from './usage-exit-code.js'

describe('usageExitCodeOf', () => {
  it.each([
    [['a:1', '--output', 'nagios'], 3],
    [['--output=nagios', 'a:1'], 3],
    [['a:1', '-onagios'], 3],
    [['-o', 'nagios'], 3],
    [['a:1', '--output', 'json'], 2],
    [['nagios:1'], 2],
    [['nagios'], 3],
    [[], 2],
  ])('of %j is %i', (argv, code) => {
    expect(usageExitCodeOf(argv)).toBe(code)
  })
})
