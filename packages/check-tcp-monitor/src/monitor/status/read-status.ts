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
  const normal = baselines.of(check.id, now)
  const heldBack = heldBackBy(runtime, context)
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
    ...(normal ? { normal } : {}),
    ...(runtime.tls ? { tls: runtime.tls } : {}),
    worstCaseUntilAlertMs: worstCaseUntilAlertMs(check, router.longestGroupWaitMs),
    ...(heldBack ? { heldBack } : {}),
    dependsOn: check.dependsOn,
  }
}

function heldBackBy(runtime: CheckRuntime, context: MonitorContext): CheckStatus['heldBack'] {
  const { incident, notification } = runtime.tracked
  if (!incident || notification.notified) return undefined
  const reason = findSuppressor({ incident, notification, runtime }, context)
  switch (reason) {
    case 'isolated':
      return 'blind'
    case 'dependency':
      return 'parent'
    case 'maintenance':
    case 'silence':
      return reason
    default:
      return undefined
  }
}
