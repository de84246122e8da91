import type { MonitorContext } from '../context.js'
import type { CheckRuntime } from '../judge/check-runtime.js'
import type { Judgement } from '../judge/judge-check.js'
import { readDependencies } from '../suppress/dependency.js'
import { type FollowUp, joinTransitions, NO_TRANSITION, type Transition } from '../transition.js'
import { buildFindings } from './build-findings.js'
import { roundBefore } from './check-entries.js'
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
      const { openedAt, state, tracked } = runtime
      const before = tracked.incident?.verdict
      runtime.openedAt = count
      const reported = tracker.report(runtime.tracked, buildFindings(runtime), state.since, context)
      // Nothing is new, so its dependencies need not be checked after it again.
      if (incident === 'changed' && reported === NO_TRANSITION) {
        runtime.openedAt = openedAt
        return NO_TRANSITION
      }
      const isDown = tracked.incident?.verdict === 'down' && before !== 'down'
      const rounds: Transition = before ? NO_TRANSITION : roundBefore(runtime)
      const look: Transition = isDown
        ? { followUps: [{ kind: 'look', id: runtime.check.id }] }
        : NO_TRANSITION
      return joinTransitions(
        ...[reported, rounds, look],
        runAtOnce(readDependencies(runtime, checks).toCheck),
      )
    }
    default:
      return incident satisfies never
  }
}

function runAtOnce(ids: readonly string[]): Transition {
  const followUps: FollowUp[] = ids.map((id) => ({ kind: 'check', id, afterMs: 0 }))
  return { followUps }
}
