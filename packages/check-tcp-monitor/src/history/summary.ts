import { quantile } from '../core/response-time/histogram.js'
import type { Level, TimeWindow, WindowSummary } from '../core/store.js'
import {
  addTimes,
  noTime,
  type StateTimes,
  timesOfWindow,
  uptimeOf,
} from '../core/time/observed-time.js'
import type { Marks } from './marks.js'
import { observedBefore, observedFrom } from './neighbours.js'
import { isBefore } from './open-minutes.js'
import type { ResultsTable } from './results-table.js'
import { LEVEL_MS, type RollupsTable, startOf } from './rollups-table.js'
import { addObservation, addTally, emptyTally, type Tally } from './tally.js'

export interface SummarySources {
  readonly marks: Marks
  readonly results: ResultsTable
  readonly rollups: Readonly<Record<Level, RollupsTable>>
}

/**
 * Adds up a window of one series: whole hours from hour rollups, whole minutes at their edges from minute rollups, and
 * the rest, and what is in no rollup yet, from single results. So it is exact as far back as single results are kept;
 * before that a minute counts where it begins, and before minutes are kept an hour.
 *
 * To be called within one transaction, so that all of it is of one moment.
 *
 * @returns the window that was really added up
 */
export function addWindow(
  into: Tally,
  series: number,
  { from, until }: TimeWindow,
  { marks, results, rollups }: SummarySources,
): TimeWindow {
  const watermark = { minute: marks.get('minute'), series: marks.get('series') }
  const rolledUntil = isBefore(watermark, watermark.minute, series)
    ? watermark.minute + LEVEL_MS.minute
    : watermark.minute
  const sum = (level: Level, part: TimeWindow) => {
    if (part.from < part.until) rollups[level].sum(into, series, part)
  }
  const sumRaw = (part: TimeWindow) => {
    if (part.from >= part.until) return
    for (const observation of results.ofSeries(series, part)) addObservation(into, observation)
  }
  const start = countedFrom(marks, from)
  const end = countedFrom(marks, Math.max(from, Math.min(until, rolledUntil)))
  const firstMinute = Math.min(end, roundUp('minute', start))
  const firstHour = roundUp('hour', firstMinute)
  const lastMinute = startOf('minute', end)
  const lastHour = startOf('hour', end)
  sumRaw({ from: start, until: firstMinute })
  if (firstHour < lastHour) {
    sum('minute', { from: firstMinute, until: firstHour })
    sum('hour', { from: firstHour, until: lastHour })
    sum('minute', { from: lastHour, until: lastMinute })
  } else {
    sum('minute', { from: firstMinute, until: lastMinute })
  }
  sumRaw({ from: Math.max(firstMinute, lastMinute), until: end })
  // Behind the watermark nothing is in a rollup.
  sumRaw({ from: Math.max(from, rolledUntil), until })
  return { from: start, until: until > rolledUntil ? until : end }
}

/** The counts and percentiles of a tally, and the time that its results are given. */
export function toSummary(
  { good, slow, bad, unknown, lost, histogram }: Pick<Tally, 'histogram' | Count>,
  time: StateTimes,
): WindowSummary {
  return {
    good,
    slow,
    bad,
    unknown,
    lost,
    time,
    uptime: uptimeOf(time),
    p50: quantile(histogram, 0.5),
    p95: quantile(histogram, 0.95),
    p99: quantile(histogram, 0.99),
  }
}

type Count = 'good' | 'slow' | 'bad' | 'unknown' | 'lost'

export function summaryOf(
  series: readonly { readonly id: number }[],
  window: TimeWindow,
  sources: SummarySources,
): WindowSummary {
  const total = emptyTally()
  const time = noTime()
  for (const { id } of series) {
    const tally = emptyTally()
    const added = addWindow(tally, id, window, sources)
    addTally(total, tally)
    const before = observedBefore(id, added.from, sources)
    const after = observedFrom(id, added.until, sources)
    addTimes(time, timesOfWindow(before, tally.observed, added, after))
  }
  return toSummary(total, time)
}

/** Where a window that begins or ends at a time does so in what is still kept of it: a part counts where it begins. */
function countedFrom(marks: Marks, at: number): number {
  if (startOf('hour', at) < marks.get('minute_from')) return roundUp('hour', at)
  return startOf('minute', at) < marks.get('raw_from') ? roundUp('minute', at) : at
}

function roundUp(level: Level, at: number): number {
  const start = startOf(level, at)
  return start === at ? at : start + LEVEL_MS[level]
}
