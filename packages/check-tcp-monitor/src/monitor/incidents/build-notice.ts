import type { Notice, NoticeKind } from '../../core/alert/notice.js'
import type { Baseline } from '../../core/response-time/baseline.js'
import type { Incident } from '../../core/wire/incident.js'
import type { MonitorContext } from '../context.js'
import { compareLocations } from '../fleet/compare-locations.js'
import { type CheckRuntime, targetOf } from '../judge/check-runtime.js'
import { firstAdvice } from './first-advice.js'
import type { TrackedSubject } from './tracked-subject.js'

/** What a notice needs to know of the moment. */
type NoticeContext = Pick<MonitorContext, 'now' | 'location' | 'checks' | 'baselines'>

/** What somebody is to be notified of, with all that is known of it now. */
export function buildNotice(
  tracked: TrackedSubject,
  incident: Incident,
  kind: NoticeKind,
  context: NoticeContext,
): Notice {
  const { now, location, checks } = context
  const runtime = tracked.subject === 'check' ? checks.get(tracked.subjectId) : undefined
  const { suppressedCount: most = 0 } = tracked.notification
  const suppressedCount = kind === 'resolved' && most > 0 ? most : countSuppressed(tracked, context)
  return {
    kind,
    at: now,
    incident: withoutNotes(incident),
    location,
    tags: [],
    ...(runtime ? describeCheck(runtime, context) : {}),
    ...(suppressedCount > 0 ? { suppressedCount } : {}),
  }
}

/** What people wrote is for those who look at the incident, not for receivers. */
function withoutNotes({ notes: _notes, ...incident }: Incident): Incident {
  return incident
}

/** How many others an incident stands for: dependants of a check that are down, checks that a location knows nothing of. */
export function countSuppressed(
  { subject, subjectId }: TrackedSubject,
  { checks }: Pick<NoticeContext, 'checks'>,
): number {
  switch (subject) {
    case 'check': {
      const dependants = checks.dependantsOf(subjectId)
      return dependants.filter((id) => checks.get(id)?.state.incident === 'down').length
    }
    case 'location':
      return checks.all().filter(({ state }) => state.verdict === 'unknown').length
    case 'monitor':
      return 0
    default:
      return subject satisfies never
  }
}

function describeCheck(
  runtime: CheckRuntime,
  { now, checks, baselines }: NoticeContext,
): Partial<Notice> & Pick<Notice, 'tags'> {
  const { check, newest } = runtime
  const baseline = baselines.of(check.id, now)
  const advice = readAdvice(runtime, { baseline, checks })
  return {
    tags: check.tags,
    target: targetOf(check),
    ...(check.description === undefined ? {} : { description: check.description }),
    ...(check.alertRoutes ? { routes: check.alertRoutes } : {}),
    ...(baseline ? { baseline } : {}),
    ...(check.expectedResponseMs === undefined ? {} : { limitMs: check.expectedResponseMs }),
    ...(newest?.responseMs === undefined ? {} : { responseMs: newest.responseMs }),
    ...(advice === undefined ? {} : { advice }),
  }
}

/** What to do first about a check that is not as it should be. */
export function readAdvice(
  runtime: CheckRuntime,
  { baseline, checks }: { readonly baseline: Baseline | undefined } & Pick<NoticeContext, 'checks'>,
): string | undefined {
  if (!runtime.fleet) return firstAdvice(runtime, baseline, checks.neighboursOf(runtime))
  const { evidence, heard: latest } = runtime.fleet
  const heard = evidence ?? latest
  const isDown = heard.some(({ verdict }) => verdict === 'down')
  return isDown ? compareLocations(heard).advice : undefined
}
