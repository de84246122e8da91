import {
  type Foreign,
  goDurationMs,
  isTruthy,
  listOf,
  mappingOf,
  numberOf,
  textOf,
} from '../foreign-value.js'
import type { Remarks } from '../imported.js'
import { validCount, validRepeat } from '../keep-valid.js'
import { hasReference, showReferences } from '../references.js'
import type { Routes } from '../routes.js'
import { gatusReceiver } from './gatus-receivers.js'

/** What Gatus does where neither an alert nor its provider says anything. */
const STANDARD = { failures: 3, successes: 2 } as const

/** What an endpoint's alerts make of its check. */
interface Alerted {
  readonly settings: Foreign
  /** Checks in a row until somebody is notified. */
  readonly confirm: unknown
  readonly descriptions: readonly string[]
}

interface Alert {
  readonly type: string
  readonly failures: unknown
  readonly successes: unknown
  readonly description: string | undefined
  readonly repeatMs: number | undefined
  readonly tellsEnd: boolean
}

/** Gatus confirms at the endpoint's own interval; an endpoint without alerts tells nobody, and is down at once. */
export function alertsOf(
  endpoint: Foreign,
  {
    config,
    placeOf,
    every,
  }: {
    readonly config: Foreign
    readonly placeOf: (...keys: readonly string[]) => string
    readonly every: string
  },
  routes: Routes,
  remarks: Remarks,
): Alerted {
  const alerts = listOf(endpoint.alerts).flatMap((one) =>
    readAlert(mappingOf(one), textOf(endpoint.group), config, remarks),
  )
  if (alerts.length === 0) {
    const settings = { confirm: 1, confirm_every: every, recover: 1, alert: false }
    return { settings, confirm: 1, descriptions: [] }
  }
  const names = alerts.map(({ type, repeatMs }) =>
    routes.routeTo(
      gatusReceiver(type, mappingOf(config.alerting), placeOf('alerting', type)),
      repeatMs === undefined ? undefined : validRepeat(repeatMs, remarks),
    ),
  )
  const confirm = least(alerts, 'failures', 'failure-threshold', remarks)
  const silent = alerts.filter(({ tellsEnd }) => !tellsEnd).map(({ type }) => type)
  if (silent.length > 0) {
    remarks.note(
      `${silent.join(', ')}: the end of an incident is sent too (send-on-resolved is off there)`,
    )
  }
  return {
    settings: {
      confirm,
      confirm_every: every,
      recover: least(alerts, 'successes', 'success-threshold', remarks),
      alert: [...new Set(names)],
    },
    confirm,
    descriptions: [...new Set(alerts.flatMap(({ description }) => description ?? []))],
  }
}

const ALERT_KEYS: readonly string[] = [
  ...['type', 'enabled', 'failure-threshold', 'success-threshold', 'send-on-resolved'],
  ...['description', 'minimum-reminder-interval'],
]

/** An alert with what its provider says of all of its kind; none where it is not enabled, or nothing is sent. */
function readAlert(
  alert: Foreign,
  group: string | undefined,
  config: Foreign,
  remarks: Remarks,
): readonly Alert[] {
  const type = textOf(alert.type) ?? 'without a type'
  const provider = mappingOf(config.alerting)[type]
  if (provider === undefined || provider === null) {
    remarks.leftOut(`its alert ${type}: alerting has no such provider, so Gatus sends nothing`)
    return []
  }
  const general = mappingOf(mappingOf(provider)['default-alert'])
  const said = (key: string) => alert[key] ?? general[key]
  const enabled = said('enabled')
  if (enabled === false || textOf(enabled) === 'false') return []
  for (const key of Object.keys(alert)) {
    if (!ALERT_KEYS.includes(key)) remarks.leftOut(`its alert ${type}: ${key}`)
  }
  for (const override of listOf(mappingOf(provider).overrides).map(mappingOf)) {
    if (group === undefined || textOf(override.group) !== group) continue
    const changed = Object.keys(override).filter((key) => key !== 'group')
    remarks.leftOut(
      `its alert ${type}: overrides of the group "${group}": ${changed.join(', ')}; here it is alerted like those of other groups`,
    )
  }
  return [
    {
      type,
      failures:
        countOf(alert['failure-threshold'], general['failure-threshold']) ?? STANDARD.failures,
      successes:
        countOf(alert['success-threshold'], general['success-threshold']) ?? STANDARD.successes,
      description: textOf(said('description')),
      repeatMs: goDurationMs(said('minimum-reminder-interval')) || undefined,
      tellsEnd: isTruthy(said('send-on-resolved')),
    },
  ]
}

/** The first count above 0, or a reference to one. */
function countOf(...counts: readonly unknown[]): unknown {
  return counts.find((count) => hasReference(count) || (numberOf(count) ?? 0) > 0)
}

/** The least of all alerts; who waits longer there is notified with the others. */
function least(
  alerts: readonly Alert[],
  key: 'failures' | 'successes',
  name: string,
  remarks: Remarks,
): unknown {
  const counts = alerts.map((alert) => alert[key])
  const reference = counts.find(hasReference)
  const numbers = counts.flatMap((count) => numberOf(count) ?? [])
  const value = numbers.length > 0 ? validCount(Math.min(...numbers), remarks) : reference
  for (const alert of alerts) {
    const own = alert[key]
    if (own !== value && numberOf(own) !== value) {
      remarks.note(
        `${alert.type}: ${name} ${showReferences(String(own))} there, ${showReferences(String(value))} here`,
      )
    }
  }
  return value
}
