import { expect } from 'vitest'
import type { WindowSummary } from '../../../src/core/store/history-queries.js'
import type { Retention } from '../../../src/core/store/store-admin.js'
import type { Observation } from '../../../src/core/wire/observation.js'
import { badObservation, DAY, observation, START } from '../sample-history.js'

export const FOREVER: Retention = {
  rawMs: 1_000 * DAY,
  minuteMs: 1_000 * DAY,
  hourMs: 1_000 * DAY,
  incidentMs: 1_000 * DAY,
}

/** A result with every field. */
export const FULL: Observation = {
  checkId: 'db',
  location: 'here',
  at: START + 1,
  outcome: 'unknown',
  responseMs: 1_017.123456789,
  dnsMs: 0.001,
  synRetransmits: 1,
  address: 'fe80::1%eth0',
  attempts: 3,
  failure: 'dns_unavailable',
  fault: 'dns',
  error: 'Host not found "x", \n ü',
  code: 'EAI_AGAIN',
  cause: 'no name server answers',
  certificateExpiresAt: START + 86_400_000,
  suspect: true,
  latenessMs: 0,
}

/** Counts and times exactly, percentiles to 1 %. */
export function expectSummary(summary: WindowSummary, expected: WindowSummary): void {
  const { p50, p95, p99, ...counts } = summary
  const { p50: e50, p95: e95, p99: e99, ...expectedCounts } = expected
  expect(counts).toEqual(expectedCounts)
  for (const [found, exact] of [
    [p50, e50],
    [p95, e95],
    [p99, e99],
  ]) {
    if (exact === undefined || found === undefined) expect(found).toBe(exact)
    else expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * 0.01 + 1e-9)
  }
}

/** Two checks, one seen from two locations, of all kinds of outcomes, a little out of order. */
export function threeHours(): readonly Observation[] {
  return Array.from({ length: 1_200 }, (_, index): Observation => {
    const at = START + index * 9_000 + ((index * 7_919) % 3_000)
    const common = { checkId: index % 3 === 0 ? 'b' : 'a', location: index % 5 ? 'here' : 'there' }
    const responseMs = 1 + ((index * 104_729) % 50_000) / 1_000
    if (index % 17 === 0) return badObservation({ ...common, at })
    if (index % 19 === 0) return observation({ ...common, at, outcome: 'unknown' })
    if (index % 23 === 0)
      return observation({ ...common, at, responseMs: 1_017, synRetransmits: 1 })
    if (index % 29 === 0) return observation({ ...common, at, responseMs: 900, suspect: true })
    return observation({ ...common, at, responseMs, outcome: index % 7 ? 'good' : 'slow' })
  })
}
