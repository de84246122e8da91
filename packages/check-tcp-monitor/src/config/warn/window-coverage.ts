import { Cron } from 'croner'
import type { MaintenanceWindow } from '../../core/config/check.js'
import { DAY } from '../schema/duration.js'

/** A check that is within windows for so long without a break is within them for ever. */
const HORIZON = 366 * DAY

/** Windows one after the other that are looked at in turn; more come of windows of a few hours or minutes alone. */
const FEW_STEPS = 2_000
const MAX_STEPS = 50_000

/** Times within the year at which short windows are looked at; a prime, so that they fall on every hour. */
const SAMPLES = 1_999

/**
 * Until when windows cover all time from `now` (wall milliseconds) on, one after the other or over one another; `now`
 * where it is in none of them, Infinity where they leave no gap within a year. Zones keep the offset that they have
 * `now`: the hour that a change of the clocks leaves uncovered is none.
 */
export function coveredUntil(windows: readonly MaintenanceWindow[], now: number): number {
  const starts = windows.map(({ cron, timeZone, durationMs }) => {
    const utcOffset = offsetOf(timeZone, now)
    return { cron: new Cron(cron, { mode: '5-part', utcOffset, paused: true }), durationMs }
  })
  const endAt = (time: number) => {
    // A window that begins where another ends leaves no gap.
    const ends = starts.map(({ cron, durationMs }) => {
      const [start] = cron.previousRuns(1, new Date(time + 1_000))
      return start ? start.getTime() + durationMs : time
    })
    return Math.max(time, ...ends)
  }
  let until = now
  for (let step = 0; step < MAX_STEPS && until < now + HORIZON; step++) {
    const end = endAt(until)
    if (end === until) return until
    until = end
    if (step === FEW_STEPS && isCoveredThroughout(now, endAt)) break
  }
  return Number.POSITIVE_INFINITY
}

function isCoveredThroughout(now: number, endAt: (time: number) => number): boolean {
  for (let index = 0; index < SAMPLES; index++) {
    const time = now + (index * HORIZON) / SAMPLES
    if (endAt(time) === time) return false
  }
  return true
}

/** Minutes that a zone is before UTC. */
function offsetOf(timeZone: string, now: number): number {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  const name = format.formatToParts(now).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours, minutes] = /^GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? []
  if (sign === undefined) return 0
  const offset = Number(hours) * 60 + Number(minutes)
  return sign === '-' ? -offset : offset
}
