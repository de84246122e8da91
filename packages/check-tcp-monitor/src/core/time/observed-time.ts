import type { Observation } from '../wire/observation.js'
import { countsAsOf, validMsOf } from './counts-as.js'
import { type CountsAs, TIME_STATES, type TimeState } from './time-state.js'

/** Milliseconds that a target spent in each state. Time of which nothing is known is in none of them. */
export type StateTimes = Readonly<Record<TimeState, number>>

/**
 * The time that consecutive observations of one target cover, from the first to the last of them. Two that follow one
 * another can be joined without the observations, so that the time of any window is made of that of its parts.
 */
export interface ObservedTime {
  /** Wall milliseconds of the first and the last observation. */
  readonly firstAt: number
  lastAt: number
  /** What the time after the last one counts as, and for how long that holds at most. */
  lastCountsAs: CountsAs
  lastValidMs: number
  readonly times: Record<TimeState, number>
  /** Milliseconds just before `lastAt` of which the next observation that decides will say what they were. */
  unconfirmedMs: number
  /** What the first observation that decides said. */
  decidedAs: TimeState | undefined
}

/** One observation, which covers no time yet. */
export function observedOnce(observation: Observation): ObservedTime {
  return observedAt(Math.floor(observation.at), countsAsOf(observation), validMsOf(observation))
}

export function observedAt(at: number, countsAs: CountsAs, validMs: number): ObservedTime {
  return {
    firstAt: at,
    lastAt: at,
    lastCountsAs: countsAs,
    lastValidMs: validMs,
    times: noTime(),
    unconfirmedMs: 0,
    decidedAs: countsAs === 'unconfirmed' ? undefined : countsAs,
  }
}

export function noTime(): Record<TimeState, number> {
  return { up: 0, down: 0, unknown: 0, maintenance: 0 }
}

function addTimes(into: Record<TimeState, number>, times: StateTimes): void {
  for (const state of TIME_STATES) into[state] += times[state]
}

/** Adds what was observed after it: each observation stands until the next one, as long as it is valid. */
export function extendObserved(into: ObservedTime, next: ObservedTime): void {
  const stood = Math.max(0, Math.min(next.firstAt - into.lastAt, into.lastValidMs))
  addTimes(into.times, next.times)
  if (into.lastCountsAs === 'unconfirmed') into.unconfirmedMs += stood
  else into.times[into.lastCountsAs] += stood
  if (next.decidedAs === undefined) into.unconfirmedMs += next.unconfirmedMs
  else {
    into.times[next.decidedAs === 'unknown' ? 'unknown' : 'down'] += into.unconfirmedMs
    into.unconfirmedMs = next.unconfirmedMs
  }
  into.lastAt = Math.max(into.lastAt, next.lastAt)
  into.lastCountsAs = next.lastCountsAs
  into.lastValidMs = next.lastValidMs
  into.decidedAs ??= next.decidedAs
}

/** Whether it may be extended by `next` without changing the order of observations. */
export function isAfter(next: ObservedTime, observed: ObservedTime): boolean {
  return next.firstAt >= observed.lastAt
}

interface ObservedWindow {
  /** Inclusive, wall milliseconds. */
  readonly from: number
  /** Exclusive. */
  readonly until: number
}

/**
 * What a window was for a target.
 *
 * @param before what was observed before the window; of it the last observation counts, as long as it stands
 * @param within what was observed in the window
 * @param after what was observed after it, which says what bad observations at its end were
 */
export function timesOfWindow(
  before: ObservedTime | undefined,
  within: ObservedTime | undefined,
  { from, until }: ObservedWindow,
  after?: ObservedTime,
): StateTimes {
  const standing = before && standingAt(before, from)
  const observed = standing ?? (within && copyOf(within))
  if (!observed) return noTime()
  if (standing && within) extendObserved(standing, within)
  const end = observedAt(until, 'up', 0)
  // Where nothing has come that decides, what was bad stays so.
  end.decidedAs = after?.decidedAs ?? 'down'
  extendObserved(observed, end)
  return observed.times
}

/** What stands at a time as if it were observed then; undefined where nothing does. */
function standingAt(observed: ObservedTime, at: number): ObservedTime | undefined {
  const validMs = observed.lastAt + observed.lastValidMs - at
  return validMs > 0 ? observedAt(at, observed.lastCountsAs, validMs) : undefined
}

function copyOf(observed: ObservedTime): ObservedTime {
  return { ...observed, times: { ...observed.times } }
}

/** The share of the time of which something is known that a target was up; undefined where nothing is known. */
export function uptimeOf({ up, down }: StateTimes): number | undefined {
  return up + down === 0 ? undefined : up / (up + down)
}
