import { describe, expect, it } from 'vitest'
import { ENTRIES } from '../../test/report/entries.js'
import { Tally } from './tally.js'

describe('the exit code', () => {
  it.each([
    [['connected', 'retried'], 0],
    [[], 0],
    [['connected', 'refused'], 1],
    [['cancelled'], 1],
    [['broken'], 1],
    [['connected', 'denied'], 3],
    [['denied', 'refused'], 1],
    [['otherPlugin'], 0],
    [['otherFailed'], 1],
  ] as const)('of %j is %d', (keys, code) => {
    const tally = new Tally()
    for (const key of keys) tally.add(ENTRIES[key])
    expect(tally.exitCode).toBe(code)
    expect(tally.total).toBe(keys.length)
  })
})
