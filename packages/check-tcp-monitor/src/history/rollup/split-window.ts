import { type Level, startFrom, startOf } from '../../core/level.js'
import type { TimeWindow } from '../../core/store/time-window.js'
import { rolledUntil, type Watermark } from './watermark.js'

/** Up to where results are in the rollups, and from when on each level is whole, wall milliseconds. */
interface KeptFrom {
  readonly watermark: Watermark
  /** Single results from before it may have been deleted. */
  readonly raw: number
  /** Minutes from before it may have been deleted. */
  readonly minute: number
}

/** A part of a window, and from what it is to be added up. */
interface WindowPart extends TimeWindow {
  readonly level: Level | 'raw'
}

interface SplitWindow {
  /** Not empty, none over another. */
  readonly parts: readonly WindowPart[]
  /** The window that the parts really cover. */
  readonly covered: TimeWindow
}

/**
 * How a window of one series is added up: whole hours from hour rollups, whole minutes at their edges from minute rollups,
 * and the rest, and what is in no rollup yet, from single results. So it is exact as far back as single results are
 * kept; before that a minute counts where it begins, and before minutes are kept an hour.
 */
export function splitWindow(
  { from, until }: TimeWindow,
  series: number,
  kept: KeptFrom,
): SplitWindow {
  const { watermark } = kept
  const rolled = rolledUntil(watermark, series)
  const start = countedFrom(kept, from)
  const end = countedFrom(kept, Math.max(from, Math.min(until, rolled)))
  const firstMinute = Math.min(end, startFrom('minute', start))
  const firstHour = startFrom('hour', firstMinute)
  const lastMinute = startOf('minute', end)
  const lastHour = startOf('hour', end)
  const middle: readonly WindowPart[] =
    firstHour < lastHour
      ? [
          { level: 'minute', from: firstMinute, until: firstHour },
          { level: 'hour', from: firstHour, until: lastHour },
          { level: 'minute', from: lastHour, until: lastMinute },
        ]
      : [{ level: 'minute', from: firstMinute, until: lastMinute }]
  const parts: readonly WindowPart[] = [
    { level: 'raw', from: start, until: firstMinute },
    ...middle,
    { level: 'raw', from: Math.max(firstMinute, lastMinute), until: end },
    // Behind the watermark nothing is in a rollup.
    { level: 'raw', from: Math.max(from, rolled), until },
  ]
  return {
    parts: parts.filter((part) => part.from < part.until),
    covered: { from: start, until: until > rolled ? until : end },
  }
}

/** Where a window that begins or ends at a time does so in what is still kept of it: a part counts where it begins. */
function countedFrom({ raw, minute }: KeptFrom, at: number): number {
  if (startOf('hour', at) < minute) return startFrom('hour', at)
  return startOf('minute', at) < raw ? startFrom('minute', at) : at
}
