import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleBatch, sampleResults } from '../../../test/support/sample-batch.js'
import { MAX_BATCH_RESULTS, readBatch, writeBatch } from './agent-batch.js'

const sent = (batch: ReturnType<typeof sampleBatch>) =>
  JSON.parse(JSON.stringify(writeBatch(batch)))

describe('a batch on the wire', () => {
  it('is read as it was written', () => {
    const batch = sampleBatch({
      results: sampleResults(3),
      gap: { count: 7, from: 1_700_000_000_000, until: 1_700_000_060_000 },
    })
    expect(readBatch(sent(batch))).toEqual(batch)
  })

  it('has at most so many results', () => {
    expect(
      readBatch(sent(sampleBatch({ results: sampleResults(MAX_BATCH_RESULTS) }))),
    ).toBeDefined()
    expect(
      readBatch(sent(sampleBatch({ results: sampleResults(MAX_BATCH_RESULTS + 1) }))),
    ).toBeUndefined()
  })

  it('is refused with anything in it that no agent sends', () => {
    const valid = sent(sampleBatch({ results: sampleResults(2) }))
    for (const change of [
      { epoch: 'x' },
      { first: -1 },
      { first: 0.5 },
      { first: 2 ** 60 },
      { results: {} },
      { results: [{}] },
      { votes: [{ ...valid.votes[0], verdict: 'fine' }] },
      { report: undefined },
    ]) {
      expect(readBatch({ ...valid, ...change }), JSON.stringify(change)).toBeUndefined()
    }
  })

  it('is read without what only a newer version knows', () => {
    const valid = sent(sampleBatch({ results: sampleResults(1) }))
    const newer = (record: object) => ({ ...record, of_a_newer_version: [1] })
    const { results, votes, report } = valid
    const batch = newer({
      ...valid,
      results: results.map(newer),
      votes: votes.map(newer),
      report: newer(report),
    })
    expect(readBatch(batch)).toEqual(readBatch(valid))
    expect(readBatch(valid)).toBeDefined()
  })

  it('never throws, whatever comes', () => {
    const valid = sent(sampleBatch({ results: sampleResults(2) }))
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(valid)), fc.jsonValue(), (key, value) => {
        readBatch(value)
        readBatch({ ...valid, [key]: value })
      }),
      { seed: 20_261_130, numRuns: 1_000 },
    )
  })
})
