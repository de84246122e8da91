import type { MonitorConfig } from '../../core/config/monitor-config.js'
import type { Monitor } from '../../monitor/monitor.js'
import { labelOf, type MetricsPart, type Series, setCounter } from './series.js'

/** How the monitor itself does. */
export function createFigureMetrics(
  series: Series,
  monitor: Monitor,
  config: () => MonitorConfig,
): MetricsPart {
  const begun = series.counter('check_tcp_schedule_begun_total', 'Checks begun by the schedule')
  const overrun = series.counter(
    'check_tcp_schedule_overrun_total',
    'Turns skipped because the previous check was still running',
  )
  const missed = series.counter(
    'check_tcp_schedule_missed_total',
    'Turns skipped because they came too late',
  )
  const underWay = series.gauge('check_tcp_under_way', 'Checks running')
  const overdue = series.gauge('check_tcp_overdue', 'Checks that have sent no result for long')
  const isolated = series.gauge('check_tcp_location_isolated', 'Whether this location is cut off', [
    'location',
  ])
  const loaded = series.gauge(
    'check_tcp_config_last_reload_successful',
    'Whether the newest config was accepted',
  )
  const loadedAt = series.gauge(
    'check_tcp_config_last_reload_success_timestamp_seconds',
    'When the running config was loaded, as Unix time',
  )
  return {
    collect() {
      const figures = monitor.figures()
      setCounter(begun, figures.begun)
      setCounter(overrun, figures.overrun)
      setCounter(missed, figures.missed)
      underWay.set(figures.underWay)
      overdue.set(figures.overdue)
      isolated.reset()
      isolated.set({ location: labelOf(config().location) }, Number(figures.isolated))
      loaded.set(Number(figures.reloadProblem === undefined))
      loadedAt.set(figures.configLoadedAt / 1_000)
    },
  }
}
