import type { Gauge } from 'prom-client'
import { SEVERITIES, type Verdict } from '../../core/verdict.js'
import type { Monitor } from '../../monitor/monitor.js'
import { forEachYielding } from '../for-each-yielding.js'
import { CheckSeries } from './check-series.js'
import type { CheckTimes } from './check-times.js'
import type { MetricsPart, Series } from './series.js'

/** Checks that have series of their own: mostly ten each, so 100,000. */
const MAX_CHECKS = 10_000

/** What is believed of all checks, and of each. Made again at every scrape: a check that was removed leaves nothing. */
export class CheckMetrics implements MetricsPart {
  readonly #monitor: Monitor
  readonly #maxChecks: number
  readonly #times: CheckTimes
  readonly #watched: Gauge<'verdict'>
  readonly #omitted: Gauge<never>
  readonly #incidents: Gauge<'severity'>
  #series = new CheckSeries()

  constructor(series: Series, monitor: Monitor, times: CheckTimes, maxChecks = MAX_CHECKS) {
    this.#monitor = monitor
    this.#times = times
    this.#maxChecks = maxChecks
    this.#watched = series.gauge('check_tcp_watched', 'Checks in the config, by verdict', [
      'verdict',
    ])
    this.#omitted = series.gauge(
      'check_tcp_series_omitted',
      'Checks that have no series of their own because there are too many',
    )
    this.#incidents = series.gauge('check_tcp_incidents_open', 'Open incidents', ['severity'])
  }

  async collect(): Promise<void> {
    const counts: Record<Verdict, number> = { pending: 0, up: 0, degraded: 0, down: 0, unknown: 0 }
    const own = new CheckSeries()
    let total = 0
    this.#times.keep(this.#monitor.config.checks)
    await forEachYielding(this.#monitor.config.checks, ({ id }) => {
      const status = this.#monitor.statusOf(id)
      if (!status) return
      counts[status.verdict]++
      if (++total <= this.#maxChecks) own.add(status, this.#times.of(id))
    })
    this.#series = own
    this.#omitted.set(Math.max(0, total - this.#maxChecks))
    for (const [verdict, count] of Object.entries(counts)) this.#watched.set({ verdict }, count)
    const open = this.#monitor.openIncidents()
    for (const severity of SEVERITIES) {
      this.#incidents.set({ severity }, open.filter((each) => each.severity === severity).length)
    }
  }

  /** The series of single checks as `collect` found them. */
  text(): string {
    return this.#series.text()
  }
}
