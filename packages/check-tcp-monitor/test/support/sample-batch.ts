import type { AgentBatch } from '../../src/core/link/agent-batch.js'
import type { Observation } from '../../src/core/wire/observation.js'

export const SAMPLE_EPOCH = '01960000-0000-7000-8000-000000000001'

/** Results of the check `web` from `fra`, a second apart. */
export function sampleResults(count: number, more: Partial<Observation> = {}): Observation[] {
  return Array.from({ length: count }, (_, index) => ({
    checkId: 'web',
    location: 'fra',
    at: 1_700_000_000_000 + index * 1_000,
    outcome: 'good' as const,
    responseMs: 1.25,
    attempts: 1,
    address: '192.0.2.7',
    ...more,
  }))
}

/** What an agent at `fra` may send. */
export function sampleBatch(more: Partial<AgentBatch> = {}): AgentBatch {
  return {
    epoch: SAMPLE_EPOCH,
    first: 0,
    results: [],
    votes: [{ checkId: 'web', verdict: 'up', ageMs: 40, since: 1_700_000_000_000 }],
    report: { clockAt: 1_700_000_000_500, overdue: 0, spooled: 0, config: 'c1', version: '0.1.0' },
    ...more,
  }
}
