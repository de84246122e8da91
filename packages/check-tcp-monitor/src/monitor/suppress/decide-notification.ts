import { isCoverage } from '../../core/subject-id.js'
import type { SuppressedReason } from '../../core/suppressed-reason.js'
import { suppressDependant } from './dependency.js'
import { suppressInhibited } from './inhibition.js'
import { suppressIsolated } from './isolated.js'
import { suppressInMaintenance } from './maintenance.js'
import { suppressRecovering } from './recovering.js'
import { suppressSilenced } from './silence.js'
import type { Candidate, SuppressionContext, Suppressor } from './suppressor.js'

/** In this order they are asked; the first that has a reason decides. */
const SUPPRESSORS: readonly Suppressor[] = [
  suppressInMaintenance,
  suppressSilenced,
  suppressIsolated,
  suppressDependant,
  suppressRecovering,
  suppressInhibited,
]

/** Whether somebody is notified of an incident now, later if the facts change, or not at all. */
export type NotificationDecision =
  | { readonly kind: 'notify' }
  | { readonly kind: 'suppress'; readonly by: SuppressedReason }
  | { readonly kind: 'drop' }

/** The end of an incident is always announced to whom its beginning was, and to nobody else. */
export function decideNotification(
  candidate: Candidate,
  context: SuppressionContext,
): NotificationDecision {
  const { incident, notification, runtime } = candidate
  if (incident.closedAt !== undefined) return { kind: notification.notified ? 'notify' : 'drop' }
  if (runtime && !runtime.check.alert) return { kind: 'drop' }
  // That locations see nothing is said of the locations; of their checks only where one may be down.
  if (isCoverage(incident) && incident.severity === 'info') return { kind: 'drop' }
  const by = findSuppressor(candidate, context)
  return by === undefined ? { kind: 'notify' } : { kind: 'suppress', by }
}

/** @returns undefined where nothing suppresses it */
export function findSuppressor(
  candidate: Candidate,
  context: SuppressionContext,
): SuppressedReason | undefined {
  for (const suppress of SUPPRESSORS) {
    const reason = suppress(candidate, context)
    if (reason !== undefined) return reason
  }
  return undefined
}
