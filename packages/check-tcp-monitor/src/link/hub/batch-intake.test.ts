import { describe, expect, it } from 'vitest'
import { SAMPLE_EPOCH, sampleBatch, sampleResults } from '../../../test/support/sample-batch.js'
import type { AgentRecord } from '../../core/link/agent-directory.js'
import { type IntakeContext, takeBatch } from './batch-intake.js'

const agent: AgentRecord = { id: 'a1', location: 'fra', publicKey: 'k', enrolledAt: 1 }

const context = (more: Partial<IntakeContext> = {}): IntakeContext => ({
  cursor: { epoch: SAMPLE_EPOCH, next: 0 },
  isAssigned: (checkId, location) => checkId === 'web' && location === 'fra',
  now: 1_700_000_100_000,
  ...more,
})

describe('the intake of batches', () => {
  it('takes what is new, and the votes', () => {
    const batch = sampleBatch({ results: sampleResults(3) })
    const cursor = { epoch: SAMPLE_EPOCH, next: 2 }
    const taken = takeBatch(agent, batch, context({ cursor }))
    expect(taken).toEqual({
      kind: 'taken',
      observations: batch.results.slice(2),
      cursor: { epoch: SAMPLE_EPOCH, next: 3 },
      votes: batch.votes,
    })
  })

  it('refuses a whole batch for a result of another location', () => {
    const results = [...sampleResults(3), ...sampleResults(1, { location: 'nyc' })]
    expect(takeBatch(agent, sampleBatch({ results }), context())).toMatchObject({ kind: 'refused' })
  })

  it('leaves out what is said of checks that the agent is not to make, and goes on', () => {
    const results = [...sampleResults(2), ...sampleResults(1, { checkId: 'db' })]
    const votes = [{ checkId: 'db', verdict: 'down' as const, ageMs: 0, since: 1 }]
    expect(takeBatch(agent, sampleBatch({ results, votes }), context())).toEqual({
      kind: 'taken',
      observations: results.slice(0, 2),
      cursor: { epoch: SAMPLE_EPOCH, next: 3 },
      votes: [],
    })
  })

  it('asks for what is missing', () => {
    const batch = sampleBatch({ first: 5, results: sampleResults(1) })
    expect(takeBatch(agent, batch, context())).toEqual({ kind: 'expected', next: 0 })
  })

  it('does not believe a time far in the future', () => {
    const { now } = context()
    const results = [now + 600_000, now + 600_001].map((at) => ({ ...sampleResults(1)[0], at }))
    const taken = takeBatch(agent, sampleBatch({ results: results as never }), context())
    expect(taken).toMatchObject({
      observations: [{ at: now + 600_000 }, { at: now, suspect: true }],
    })
  })
})
