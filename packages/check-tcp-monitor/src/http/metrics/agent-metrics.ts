import type { HttpOptions } from '../http-options.js'
import { labelOf, type MetricsPart, type Series } from './series.js'

/** What the agents of a hub say of themselves. A location that was not heard yet has no sample. */
export function createAgentMetrics(series: Series, fleet: HttpOptions['fleet']): MetricsPart {
  const gauge = (name: string, help: string) => series.gauge(name, help, ['location'])
  const seen = gauge(
    'check_tcp_location_last_seen_timestamp_seconds',
    'When the agent of a location was heard last, as Unix time',
  )
  const skew = gauge(
    'check_tcp_location_clock_skew_seconds',
    'How far the clock of the agent is ahead of that of the hub',
  )
  const overdue = gauge(
    'check_tcp_location_overdue',
    'Checks of the agent that have sent no result for long',
  )
  const spooled = gauge(
    'check_tcp_location_spooled_results',
    'Results of the agent that the hub has not stored yet, beside what came with its newest report',
  )
  const lost = series.counter(
    'check_tcp_location_lost_results_total',
    'Results that were lost at the location before the hub could store them',
    ['location'],
  )
  return {
    async collect() {
      for (const each of [seen, skew, overdue, spooled, lost]) each.reset()
      for (const state of (await fleet?.()?.locations()) ?? []) {
        const location = labelOf(state.name)
        if (state.agent !== undefined) lost.inc({ location }, state.lost?.count ?? 0)
        const { seenAt, clockSkewMs, report } = state
        if (seenAt === undefined || clockSkewMs === undefined || !report) continue
        seen.set({ location }, seenAt / 1_000)
        skew.set({ location }, clockSkewMs / 1_000)
        overdue.set({ location }, report.overdue)
        spooled.set({ location }, report.spooled)
      }
    },
  }
}
