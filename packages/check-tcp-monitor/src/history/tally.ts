import { type Histogram, merge, record } from '../core/histogram.js'
import type { Observation } from '../core/observation.js'

/** What happened to one check in some time, still being added up. */
export interface Tally {
  good: number
  slow: number
  bad: number
  unknown: number
  lost: number
  readonly failures: Map<string, number>
  readonly histogram: Histogram
}

export function emptyTally(): Tally {
  return {
    good: 0,
    slow: 0,
    bad: 0,
    unknown: 0,
    lost: 0,
    failures: new Map(),
    histogram: new Map(),
  }
}

export function addObservation(tally: Tally, observation: Observation): void {
  const { outcome, failure, responseMs, synRetransmits = 0, suspect } = observation
  tally[outcome]++
  tally.lost += synRetransmits
  if (failure !== undefined) tally.failures.set(failure, (tally.failures.get(failure) ?? 0) + 1)
  // A SYN that was sent again costs a second that says nothing of latency; a suspect time says nothing at all.
  if (responseMs !== undefined && synRetransmits === 0 && !suspect) {
    record(tally.histogram, responseMs)
  }
}

export function addTally(into: Tally, from: Tally): void {
  into.good += from.good
  into.slow += from.slow
  into.bad += from.bad
  into.unknown += from.unknown
  into.lost += from.lost
  for (const [name, count] of from.failures) {
    into.failures.set(name, (into.failures.get(name) ?? 0) + count)
  }
  merge(into.histogram, from.histogram)
}

/** How many results it stands for. */
export function countOfTally({ good, slow, bad, unknown }: Tally): number {
  return good + slow + bad + unknown
}
