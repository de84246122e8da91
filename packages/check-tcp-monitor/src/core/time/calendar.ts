import { Cron } from 'croner'
import type { MaintenanceWindow } from '../config/check.js'

/** Windows of time that come again: maintenance, quiet hours. */
export interface Calendar {
  /**
   * The end of the window that `now` (wall milliseconds) is in, the latest where several overlap.
   *
   * @returns undefined outside of all windows
   */
  endOfCurrent(now: number): number | undefined
}

/**
 * A window begins whenever its cron expression says so in its time zone, and lasts its duration of real time: a change
 * of the clocks neither shortens nor stretches it.
 *
 * @throws {TypeError} (croner's) for an expression or a time zone that is not valid; the config is checked before
 */
export function createCalendar(windows: readonly MaintenanceWindow[]): Calendar {
  const crons = windows.map(({ cron, timeZone, durationMs }) => ({
    cron: new Cron(cron, { timezone: timeZone, paused: true }),
    durationMs,
  }))
  return {
    endOfCurrent(now) {
      let end: number | undefined
      for (const { cron, durationMs } of crons) {
        let start = cron.nextRun(new Date(now - durationMs))?.getTime()
        // Overlapping starts of one window: the newest one ends last.
        while (start !== undefined && start <= now) {
          end = Math.max(end ?? 0, start + durationMs)
          start = cron.nextRun(new Date(start))?.getTime()
        }
      }
      return end
    },
  }
}

/** Each time that a window is open between two times, wall milliseconds; of each window at most `most`, the earliest. */
export function occurrencesOf(
  windows: readonly MaintenanceWindow[],
  { from, until }: { readonly from: number; readonly until: number },
  most: number,
): readonly { readonly from: number; readonly until: number }[] {
  return windows.flatMap(({ cron, timeZone, durationMs }) => {
    const times = new Cron(cron, { timezone: timeZone, paused: true })
    const found: { from: number; until: number }[] = []
    let start = times.nextRun(new Date(from - durationMs))?.getTime()
    while (start !== undefined && start < until && found.length < most) {
      found.push({ from: start, until: start + durationMs })
      start = times.nextRun(new Date(start))?.getTime()
    }
    return found
  })
}
