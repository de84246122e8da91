import { NOT_NOTIFIED } from '../../core/notification-state.js'
import { coveragePart, isCoverage, type MonitorPart } from '../../core/subject-id.js'
import { SEVERITIES, type Severity } from '../../core/verdict.js'
import type { Incident } from '../../core/wire/incident.js'
import type { MonitorContext } from '../context.js'
import type { Findings } from '../incidents/build-findings.js'
import type { IncidentTracker } from '../incidents/incident-tracker.js'
import type { CheckRuntime } from '../judge/check-runtime.js'
import { findSuppressor } from '../suppress/decide-notification.js'
import { listed } from '../text/listed.js'
import { joinTransitions, type Transition } from '../transition.js'
import type { Coverage } from './coverage.js'

type Lost = Extract<Coverage, { readonly kind: 'lost' }>

/** A check that too few of its locations see. */
interface LostCheck {
  readonly runtime: CheckRuntime
  readonly lost: Lost
}

/**
 * Notices checks that too few locations see for a verdict: one incident for each set of locations that are missing, however
 * many checks they leave unseen. It is quiet, unless a location that does see says of one of them that it is down: then it
 * takes the severity of that check, since nobody else tells of an outage that is half seen.
 */
export class CoverageWatch {
  readonly #tracker: IncidentTracker

  constructor(tracker: IncidentTracker) {
    this.#tracker = tracker
  }

  /** To be called when what the locations see may have changed. */
  review(context: MonitorContext): Transition {
    const { subjects, location, now } = context
    const lost = new Map<MonitorPart, LostCheck[]>()
    let isUndecided = false
    for (const runtime of context.checks.all()) {
      if (!runtime.check.fleet) continue
      const coverage = runtime.fleet?.coverage ?? { kind: 'undecided' }
      if (coverage.kind === 'undecided') isUndecided = true
      if (coverage.kind !== 'lost') continue
      const part = coveragePart(coverage.missing)
      lost.set(part, [...(lost.get(part) ?? []), { runtime, lost: coverage }])
    }
    const reported = [...lost].map(([part, checks]) => {
      const tracked = subjects.get('monitor', part, location)
      return this.#tracker.report(tracked, findingsOf(checks, context), now, context)
    })
    // Until enough were heard it is not known whether it is over.
    const over = isUndecided
      ? []
      : subjects
          .open()
          .filter((each) => isCoverage(each) && !lost.has(each.subjectId as MonitorPart))
    return joinTransitions(
      ...reported,
      ...over.map((each) => this.#tracker.close(each, 'up', context)),
    )
  }
}

function findingsOf(checks: readonly LostCheck[], context: MonitorContext): Findings {
  const suspects = checks.filter((each) => isSuspect(each, context))
  const ranks = suspects.map(({ runtime }) => SEVERITIES.indexOf(runtime.check.severity))
  const severity: Severity = SEVERITIES[Math.max(0, ...ranks)] ?? 'info'
  return { verdict: 'unknown', severity, error: inWords(checks, suspects) }
}

/** It may be down, and nobody was notified of that, nor is to be left alone about it. */
function isSuspect({ runtime, lost }: LostCheck, context: MonitorContext): boolean {
  const { check, state } = runtime
  if (lost.down === 0 || !check.alert || state.incident === 'down') return false
  const { now, location } = context
  const { id: subjectId, severity } = check
  const times = { since: now, openedAt: now }
  const incident: Incident = {
    ...{ id: '', subject: 'check', subjectId, location, verdict: 'down', severity, ...times },
  }
  const candidate = { incident, notification: NOT_NOTIFIED, runtime }
  return findSuppressor(candidate, context) === undefined
}

function inWords(checks: readonly LostCheck[], suspects: readonly LostCheck[]): string {
  const [first] = checks
  const what = checks.length === 1 ? first?.runtime.check.id : `${checks.length} checks`
  const missing = first?.lost.missing ?? []
  const few = `Too few locations see ${what}`
  const [suspect, ...others] = suspects
  const does = missing.length === 1 ? 'does' : 'do'
  if (!suspect) return `${few}: ${listed(missing)} ${does} not`
  const { seeing, down } = suspect.lost
  const see = seeing === 1 ? 'sees' : 'see'
  const say = down === 1 ? 'says' : 'say'
  const counted = `${down} of ${seeing} that ${see} ${say} down, ${missing.length} ${does} not see (${listed(missing)})`
  if (checks.length === 1) return `${few}: ${counted}`
  const rest = others.map(({ runtime }) => runtime.check.id)
  const likewise = rest.length > 0 ? `; likewise ${listed(rest)}` : ''
  return `${few}; of ${suspect.runtime.check.id} ${counted}${likewise}`
}
