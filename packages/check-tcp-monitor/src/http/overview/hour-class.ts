import type { HourSums } from '../../core/store/history-queries.js'
import { countsAsOf } from '../../core/time/counts-as.js'
import type { Verdict } from '../../core/verdict.js'
import type { Observation } from '../../core/wire/observation.js'

/** What an hour was for a target, the least remarkable first: of several, the last one is what is shown. */
export const HOUR_CLASSES = [
  'nothing',
  'fine',
  'unknown',
  'maintenance',
  'loss',
  'slow',
  'outage',
] as const
export type HourClasses = typeof HOUR_CLASSES
export type HourClass = HourClasses[number]

/** A class as the digit that stands for it. */
export function digitOf(name: HourClass): number {
  return HOUR_CLASSES.indexOf(name)
}

/** How many results of an hour were what. */
export interface HourCounts {
  good: number
  slow: number
  down: number
  unknown: number
  maintenance: number
  lost: number
}

export function noCounts(): HourCounts {
  return { good: 0, slow: 0, down: 0, unknown: 0, maintenance: 0, lost: 0 }
}

/** Shares of an hour's results from which it is no longer called fine: a lost packet now and then is. */
const SLOW_SHARE = 0.02
const LOSS_SHARE = 0.02
const UNKNOWN_SHARE = 0.1

/** The digit of an hour's class. */
export function classOfHour(counts: HourCounts): number {
  const { good, slow, down, unknown, maintenance, lost } = counts
  const total = good + slow + down + unknown + maintenance
  if (total === 0) return digitOf('nothing')
  if (down > 0) return digitOf('outage')
  if (slow >= SLOW_SHARE * total && slow > 0) return digitOf('slow')
  if (lost >= LOSS_SHARE * total && lost > 0) return digitOf('loss')
  if (maintenance > 0) return digitOf('maintenance')
  if (unknown > 0 && unknown >= UNKNOWN_SHARE * total) return digitOf('unknown')
  return digitOf('fine')
}

export function countObservation(into: HourCounts, observation: Observation): void {
  const { outcome, synRetransmits = 0 } = observation
  const countsAs = countsAsOf(observation)
  into.lost += synRetransmits
  if (countsAs === 'maintenance') into.maintenance++
  else if (countsAs === 'unknown') into.unknown++
  else if (outcome === 'bad') into.down++
  else if (outcome === 'slow') into.slow++
  else into.good++
}

/** An hour of the history. Bad results are an outage only where the time counts as down. */
export function countsOfSums({ time, ...sums }: HourSums): HourCounts {
  const { good, slow, bad, unknown, lost } = sums
  const down = time.down > 0 ? Math.max(1, bad) : 0
  return { good, slow, down, unknown, maintenance: time.maintenance > 0 ? 1 : 0, lost }
}

/** Where several locations decide together, an hour is what they decided. */
export function classOfVerdict(verdict: Verdict): number {
  switch (verdict) {
    case 'pending':
      return digitOf('nothing')
    case 'up':
      return digitOf('fine')
    case 'unknown':
      return digitOf('unknown')
    case 'degraded':
      return digitOf('slow')
    case 'down':
      return digitOf('outage')
    default:
      return verdict satisfies never
  }
}
