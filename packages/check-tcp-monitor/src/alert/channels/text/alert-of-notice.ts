import type { Notice } from '../../../core/alert/notice.js'
import { advice, baselineInWords, details } from '../../wording/details.js'
import { evidenceInWords, nextStepInWords } from '../../wording/evidence-words.js'
import { shown } from '../../wording/shown.js'
import { failureInWords, faultInWords, summary } from '../../wording/summary.js'

/** An alert as Alertmanager takes and gives it (API v2, `postableAlert` and `gettableAlert`), as far as it is used. */
export interface Alert {
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly startsAt: string
  readonly endsAt: string
}

/** How far ahead an open incident ends: longer than any is left open. */
const YEAR_MS = 365 * 86_400_000

const ALERT_NAMES = {
  check: 'CheckTcpTarget',
  location: 'CheckTcpLocation',
  monitor: 'CheckTcpMonitor',
} as const

/**
 * An incident as an alert. Alertmanager resolves what is not sent again within its `resolve_timeout` unless the alert says
 * itself when it ends; a notice is sent once, so an open incident ends a year ahead, and a resolved one when it closed.
 *
 * @param extra the config's labels; what is set here wins
 */
export function alertOf(notice: Notice, extra: Readonly<Record<string, string>> = {}): Alert {
  const { incident, at } = notice
  const open = notice.kind === 'resolved' ? at : Math.max(at, incident.since) + YEAR_MS
  // Of an open one only a test says when it will end.
  const end = incident.closedAt ?? open
  return {
    labels: labelsOf(notice, extra),
    annotations: annotationsOf(notice),
    startsAt: time(incident.since),
    // "start time must be before end time", and an incident may have lasted no time at all.
    endsAt: time(Math.max(end, incident.since + 1)),
  }
}

/** A label that is empty is one that is absent (Prometheus' data model), so none is sent empty. */
function labelsOf(
  { incident, target, location, tags }: Notice,
  extra: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const labels = {
    ...extra,
    alertname: ALERT_NAMES[incident.subject],
    check: incident.subject === 'location' ? '' : shown(incident.subjectId, 200),
    target: target === undefined ? '' : shown(target),
    location: shown(location, 200),
    severity: incident.severity,
    tags: shown([...tags].sort().join(',')),
    incident: incident.id,
  }
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''))
}

function annotationsOf(notice: Notice): Readonly<Record<string, string>> {
  const { incident } = notice
  const baseline = baselineInWords(notice)
  const evidence = evidenceInWords(notice)
  const nextStep = nextStepInWords(notice)
  return {
    summary: summary(notice),
    description: details(notice),
    failure: failureInWords(incident),
    fault: faultInWords(incident) ?? "nobody's",
    ...(baseline === undefined ? {} : { baseline }),
    advice: advice(notice),
    ...(evidence === undefined ? {} : { evidence }),
    ...(nextStep === undefined ? {} : { next_step: nextStep }),
  }
}

function time(at: number): string {
  return new Date(at).toISOString()
}
