import { describe, expect, it } from 'vitest'
import { sampleResults } from '../../../../test/support/sample-batch.js'
import { openWriter } from '../writer/open-writer.js'

const START = 1_700_000_000_000

/** How many runs of the clock there are after results of two locations, one of which is ten seconds behind. */
function runsOf(isRelayed: boolean): number {
  const open = openWriter(':memory:')
  const { writer } = open
  for (let second = 0; second < 20; second++) {
    const at = START + second * 1_000
    const observations = sampleResults(1, { at: second % 2 === 0 ? at : at - 10_000 })
    writer.writeGroup([{ observations, isRelayed }])
  }
  const { runs = 0 } =
    writer.database.prepare<{ runs: number }>('SELECT count(*) AS runs FROM clock_run').get() ?? {}
  open.close()
  return runs
}

describe('runs of the clock', () => {
  it('begin where the own clock was set back', () => {
    expect(runsOf(false)).toBeGreaterThan(5)
  })

  it('do not begin by what other clocks say', () => {
    expect(runsOf(true)).toBe(1)
  })
})
