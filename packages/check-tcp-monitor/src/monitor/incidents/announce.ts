import type { NoticeKind } from '../../core/alert/notice.js'
import type { NewOutboxEntry } from '../../core/alert/outbox.js'
import type { NotificationState } from '../../core/notification-state.js'
import type { SuppressedReason } from '../../core/suppressed-reason.js'
import type { Incident } from '../../core/wire/incident.js'
import type { MonitorContext } from '../context.js'
import { decideNotification, type NotificationDecision } from '../suppress/decide-notification.js'
import { buildNotice } from './build-notice.js'
import type { TrackedSubject } from './tracked-subject.js'

/** What goes into the outbox, and who was notified of what then. */
interface Announcement {
  readonly outbox: readonly NewOutboxEntry[]
  readonly notification: NotificationState
}

/**
 * Of an incident that nobody was notified of. Where a notice has no route it stays so: the next config may have one.
 *
 * @returns why it is suppressed, or undefined where it is not wanted
 */
export function announceOpened(
  tracked: TrackedSubject,
  incident: Incident,
  context: MonitorContext,
): Announcement | { readonly suppressedBy: SuppressedReason } | undefined {
  const decision = decide(tracked, incident, context)
  if (decision.kind === 'suppress') return { suppressedBy: decision.by }
  if (decision.kind === 'drop') return undefined
  const { outbox, notification } = route(tracked, incident, 'opened', context)
  const notified = outbox.length > 0
  const { suppressedBy: _, ...known } = notification
  return {
    outbox,
    notification: { ...known, notified, lastNotifiedVerdict: incident.verdict },
  }
}

/** Of an incident that somebody was notified of: what it became, or that it is still open where that is due. */
export function announceAgain(
  tracked: TrackedSubject,
  incident: Incident,
  context: MonitorContext,
): Announcement | undefined {
  const hasChanged = isUnannounced(tracked, incident)
  if (!hasChanged && incident.acknowledged) return undefined
  if (decide(tracked, incident, context).kind !== 'notify') return undefined
  if (!hasChanged) {
    const reminder = route(tracked, incident, 'reminder', context)
    return reminder.outbox.length > 0 ? reminder : undefined
  }
  const { outbox, notification } = route(tracked, incident, 'changed', context)
  return { outbox, notification: { ...notification, lastNotifiedVerdict: incident.verdict } }
}

/** Of the end of an incident, to those who were notified of it. */
export function announceClosed(
  tracked: TrackedSubject,
  incident: Incident,
  context: MonitorContext,
): readonly NewOutboxEntry[] {
  if (decide(tracked, incident, context).kind !== 'notify') return []
  return route(tracked, incident, 'resolved', context).outbox
}

/** What it has become is not what was announced last. */
export function isUnannounced(
  { notification: { notified, lastNotifiedVerdict } }: TrackedSubject,
  { verdict }: Incident,
): boolean {
  return notified && lastNotifiedVerdict !== undefined && lastNotifiedVerdict !== verdict
}

function decide(
  { subject, subjectId, notification }: TrackedSubject,
  incident: Incident,
  context: MonitorContext,
): NotificationDecision {
  const runtime = subject === 'check' ? context.checks.get(subjectId) : undefined
  return decideNotification({ incident, notification, runtime }, context)
}

function route(
  tracked: TrackedSubject,
  incident: Incident,
  kind: NoticeKind,
  context: MonitorContext,
): Announcement {
  const notice = buildNotice(tracked, incident, kind, context)
  const { notification } = tracked
  const { entries, lastNotifiedAt } = context.router.route(notice, notification.lastNotifiedAt)
  return { outbox: entries, notification: { ...notification, lastNotifiedAt } }
}
