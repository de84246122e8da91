import type { Observation } from '../../src/core/observation.js'
import type { WindowSummary } from '../../src/core/store.js'

/** The value at the nearest rank, counted one by one. */
export function exactQuantile(values: readonly number[], q: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1]
}

/** What a summary has to be, from single results; percentiles exact. */
export function recount(observations: readonly Observation[]): WindowSummary {
  const of = (outcome: Observation['outcome']) =>
    observations.filter((each) => each.outcome === outcome).length
  const [good, slow, bad, unknown] = [of('good'), of('slow'), of('bad'), of('unknown')]
  const times = observations.flatMap(({ responseMs, synRetransmits = 0, suspect }) =>
    responseMs === undefined || synRetransmits > 0 || suspect ? [] : [responseMs],
  )
  const known = good + slow + bad
  return {
    good,
    slow,
    bad,
    unknown,
    lost: observations.reduce((sum, { synRetransmits = 0 }) => sum + synRetransmits, 0),
    uptime: known === 0 ? undefined : (good + slow) / known,
    p50: exactQuantile(times, 0.5),
    p95: exactQuantile(times, 0.95),
    p99: exactQuantile(times, 0.99),
  }
}
