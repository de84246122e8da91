import { type Histogram, merge, record } from '../../core/response-time/histogram.js'
import {
  extendObserved,
  isAfter,
  type ObservedTime,
  observedOnce,
} from '../../core/time/observed-time.js'
import type { Observation } from '../../core/wire/observation.js'

/** What happened to one check in some time, still being added up. */
export interface Tally {
  good: number
  slow: number
  bad: number
  unknown: number
  lost: number
  readonly failures: Map<string, number>
  readonly histogram: Histogram
  /** The time that its results cover; not to be believed where they did not come in order. */
  observed: ObservedTime | undefined
  isOrdered: boolean
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
    observed: undefined,
    isOrdered: true,
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
  addObserved(tally, observedOnce(observation))
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
  if (!from.isOrdered) into.isOrdered = false
  if (from.observed) addObserved(into, from.observed)
}

/** Adds the time that newer results cover; where they are not newer, that is noted. */
export function addObserved(into: Tally, observed: ObservedTime): void {
  if (!into.observed) into.observed = { ...observed, times: { ...observed.times } }
  else {
    if (!isAfter(observed, into.observed)) into.isOrdered = false
    extendObserved(into.observed, observed)
  }
}

/** How many results it stands for. */
export function countOfTally({ good, slow, bad, unknown }: Tally): number {
  return good + slow + bad + unknown
}
