import { describe, expect, it } from 'vitest'
import { failedResult, sampleResult } from '../../../test/support/sample-result.js'
import { compareResults } from './compare-results.js'

const up = (location: string) => ({ location, result: sampleResult() })
const refused = (location: string) => ({
  location,
  result: failedResult('refused', 'target', 'Connection refused'),
})
const silent = (location: string) => ({
  location,
  result: failedResult('timeout', 'network', 'Connection timeout'),
})
const denied = (location: string) => ({
  location,
  result: failedResult('denied_by_policy', 'policy', 'Denied by policy'),
})

describe('what locations say of a target, compared', () => {
  it.each([
    [
      'refused from everywhere',
      [refused('fra'), refused('nyc')],
      /^Connection refused from everywhere \(fra and nyc\)$/,
      /check the service/,
    ],
    [
      'silent from one alone',
      [up('fra'), silent('nyc'), up('here')],
      /^Connection timeout from nyc only; connected from fra and here$/,
      /network between nyc and the target/,
    ],
    ['silent from everywhere', [silent('fra'), silent('nyc')], /from everywhere/, /firewall/],
  ])('%s: whose fault it is', (_what, seen, sentence, advice) => {
    const compared = compareResults(seen)
    expect(compared?.sentence).toMatch(sentence)
    expect(compared?.advice).toMatch(advice)
  })

  it('names whose way to the target is in question', () => {
    expect(compareResults([up('fra'), silent('nyc')])?.look).toEqual(['nyc'])
    expect(compareResults([silent('fra'), silent('nyc')])?.look).toBeUndefined()
    expect(compareResults([up('fra'), refused('nyc')])?.look).toBeUndefined()
  })

  it('says that all is well from everywhere, or from where that can be told', () => {
    expect(compareResults([up('fra'), up('nyc')])).toEqual({
      sentence: 'As expected from everywhere (fra and nyc)',
    })
    expect(compareResults([up('fra'), up('nyc'), { location: 'ams' }])).toEqual({
      sentence: 'As expected from fra and nyc; not seen from ams',
    })
  })

  it('says nothing of what fewer than two can tell', () => {
    expect(compareResults([refused('fra')])).toBeUndefined()
    expect(compareResults([refused('fra'), denied('nyc'), { location: 'ams' }])).toBeUndefined()
  })
})
