import { worstCaseUntilAlertMs } from '../../core/config/worst-case-until-alert.js'
import type { CheckStatus } from '../../core/status.js'
import type { MonitorContext } from '../context.js'
import { type CheckRuntime, targetOf } from '../judge/check-runtime.js'
import { isOverdue } from '../observe/overdue.js'
import { findSuppressor } from '../suppress/decide-notification.js'

/** What the monitor says of one check now. */
export function readStatus(
  runtime: CheckRuntime,
  context: MonitorContext,
  awakeMs: number,
): CheckStatus {
  const { check, state, newest, tracked } = runtime
  const { now, location, baselines, router } = context
  const baseline = baselines.of(check.id, now)
  const suppressedBy = findReason(runtime, context)
  return {
    id: check.id,
    ...(check.description === undefined ? {} : { description: check.description }),
    target: targetOf(check),
    location,
    tags: check.tags,
    everyMs: check.everyMs,
    verdict: state.verdict,
    since: state.since,
    flapping: state.flapping,
    stale: isOverdue(runtime, awakeMs),
    ...(tracked.incident ? { incident: tracked.incident } : {}),
    ...(newest ? { newest } : {}),
    ...(baseline ? { baseline } : {}),
    ...(runtime.tls ? { tls: runtime.tls } : {}),
    worstCaseUntilAlertMs: worstCaseUntilAlertMs(check, router.longestGroupWaitMs),
    ...(suppressedBy ? { suppressedBy } : {}),
    dependsOn: check.dependsOn,
  }
}

function findReason(runtime: CheckRuntime, context: MonitorContext): CheckStatus['suppressedBy'] {
  const { incident, notification } = runtime.tracked
  if (!incident || notification.notified) return undefined
  return findSuppressor({ incident, notification, runtime }, context)
}
