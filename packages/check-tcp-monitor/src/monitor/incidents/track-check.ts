import type { MonitorContext } from '../context.js'
import type { CheckRuntime } from '../judge/check-runtime.js'
import type { Judgement } from '../judge/judge-check.js'
import { readDependencies } from '../suppress/dependency.js'
import { type FollowUp, joinTransitions, NO_TRANSITION, type Transition } from '../transition.js'
import { buildFindings } from './build-findings.js'
import type { IncidentTracker } from './incident-tracker.js'

/**
 * Opens, changes or closes the incident of a check as it was judged. Its dependencies are checked before anybody is
 * notified of it, its dependants once it is over.
 *
 * @param count the monitor's count of events
 */
export function trackCheck(
  runtime: CheckRuntime,
  { incident }: Judgement,
  { tracker, count }: { readonly tracker: IncidentTracker; readonly count: number },
  context: MonitorContext,
): Transition {
  const { checks } = context
  switch (incident) {
    case undefined:
      return NO_TRANSITION
    case 'closed': {
      runtime.closedAt = count
      const closed = tracker.close(runtime.tracked, 'up', context)
      return joinTransitions(closed, runAtOnce(checks.dependantsOf(runtime.check.id)))
    }
    case 'opened':
    case 'changed': {
      runtime.openedAt = count
      const { since } = runtime.state
      const reported = tracker.report(runtime.tracked, buildFindings(runtime), since, context)
      return joinTransitions(reported, runAtOnce(readDependencies(runtime, checks).toCheck))
    }
    default:
      return incident satisfies never
  }
}

function runAtOnce(ids: readonly string[]): Transition {
  const followUps: FollowUp[] = ids.map((id) => ({ kind: 'check', id, afterMs: 0 }))
  return { followUps }
}
