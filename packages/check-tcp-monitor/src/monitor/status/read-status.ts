import { noticeWaitMs } from '../../core/config/notice-wait.js'
import { worstCaseUntilAlertMs } from '../../core/config/worst-case-until-alert.js'
import type { CheckStatus, LocationStatus } from '../../core/status.js'
import type { MonitorContext } from '../context.js'
import { readAdvice } from '../incidents/build-notice.js'
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
  const { checks } = context
  const advice = tracked.incident && readAdvice(runtime, { baseline, checks })
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
    stale: isStale(runtime, awakeMs),
    ...(tracked.incident ? { incident: tracked.incident } : {}),
    ...(newest ? { newest } : {}),
    ...(baseline ? { baseline } : {}),
    ...(runtime.tls ? { tls: runtime.tls } : {}),
    worstCaseUntilAlertMs: worstCaseUntilAlertMs(
      check,
      noticeWaitMs(check, router.longestGroupWaitMs),
    ),
    ...(suppressedBy ? { suppressedBy } : {}),
    ...(advice === undefined ? {} : { advice }),
    dependsOn: check.dependsOn,
    ...(check.fleet ? { locations: locationsOf(runtime) } : {}),
  }
}

function findReason(runtime: CheckRuntime, context: MonitorContext): CheckStatus['suppressedBy'] {
  const { incident, notification } = runtime.tracked
  if (!incident || notification.notified) return undefined
  return findSuppressor({ incident, notification, runtime }, context)
}

/** Nothing new is known of it. */
function isStale(runtime: CheckRuntime, awakeMs: number): boolean {
  const { fleet, check } = runtime
  if (!check.fleet) return isOverdue(runtime, awakeMs)
  return fleet?.heard.every((each) => each.isStale) ?? false
}

function locationsOf({ fleet, check, state }: CheckRuntime): readonly LocationStatus[] {
  const heard = fleet?.heard ?? []
  const from = check.fleet?.from ?? []
  return from.map((location) => {
    const { verdict = 'pending', vote } = heard.find((each) => each.location === location) ?? {}
    return {
      ...{ location, verdict },
      since: vote?.since ?? state.since,
      ...(vote?.error === undefined || verdict === 'up' ? {} : { error: vote.error }),
      ...(vote?.because === undefined ? {} : { because: vote.because }),
    }
  })
}
