import { SEVERITIES, VERDICTS } from '../../core/verdict.js'
import type { Monitor } from '../../monitor/monitor.js'
import type { CheckStatus } from '../../monitor/status.js'
import { countVerdicts } from '../figures/count-verdicts.js'
import { labelOf, type MetricsPart, type Series } from './series.js'

/** Checks that have series of their own: seven each, so 70,000 at most. */
export const MOST_CHECKS = 10_000

const LABELS = ['check', 'target', 'location'] as const

/** What is believed of each check. Made anew at every scrape, so that a check that was removed leaves nothing behind. */
export function createCheckMetrics(
  series: Series,
  monitor: Monitor,
  mostChecks = MOST_CHECKS,
): MetricsPart {
  const up = series.gauge(
    'check_tcp_up',
    '1 where the target is up or degraded, 0 where it is down; no sample while nothing is known',
    LABELS,
  )
  const verdict = series.gauge('check_tcp_verdict', '1 for the verdict that holds, 0 for others', [
    ...LABELS,
    'verdict',
  ])
  const response = series.gauge(
    'check_tcp_last_response_seconds',
    'Handshake of the newest check, where one was made',
    LABELS,
  )
  const checks = series.gauge('check_tcp_watched', 'Checks in the config, by verdict', ['verdict'])
  const omitted = series.gauge(
    'check_tcp_series_omitted',
    'Checks that have no series of their own, since there are too many',
  )
  const incidents = series.gauge('check_tcp_incidents_open', 'Open incidents', ['severity'])

  function add(status: CheckStatus): void {
    const { id, target, location, newest } = status
    const labels = { check: labelOf(id), target: labelOf(target), location: labelOf(location) }
    for (const each of VERDICTS) {
      verdict.set({ ...labels, verdict: each }, Number(each === status.verdict))
    }
    const value = upOf(status)
    if (value !== undefined) up.set(labels, value)
    if (newest?.responseMs !== undefined) response.set(labels, newest.responseMs / 1_000)
  }

  return {
    collect() {
      for (const each of [up, verdict, response]) each.reset()
      const statuses = monitor.statuses()
      for (const status of statuses.slice(0, mostChecks)) add(status)
      omitted.set(Math.max(0, statuses.length - mostChecks))
      for (const [each, count] of Object.entries(countVerdicts(statuses))) {
        checks.set({ verdict: each }, count)
      }
      const open = monitor.openIncidents()
      for (const severity of SEVERITIES) {
        incidents.set({ severity }, open.filter((each) => each.severity === severity).length)
      }
    },
  }
}

/** A sample that says nothing would spoil every average; so there is none. */
function upOf({ verdict, stale }: CheckStatus): number | undefined {
  if (stale) return undefined
  switch (verdict) {
    case 'up':
    case 'degraded':
      return 1
    case 'down':
      return 0
    case 'pending':
    case 'unknown':
      return undefined
    default:
      return verdict satisfies never
  }
}
