import type { Clock } from '../../core/time/clock.js'
import type { EventLog } from '../event-log.js'
import type { MonitorLog } from '../monitor-log.js'

/** The machine slept, or its clock was set. */
export function noteGap(
  ms: number,
  {
    clock,
    events,
    log,
  }: { readonly clock: Clock; readonly events: EventLog; readonly log: MonitorLog },
): void {
  const seconds = Math.round(ms / 1_000)
  log.noteGap(seconds)
  events.append({ type: 'gap', at: clock.wallMs(), data: { seconds } })
}
