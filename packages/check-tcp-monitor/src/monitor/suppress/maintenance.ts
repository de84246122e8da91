import type { CheckRuntime } from '../judge/check-runtime.js'
import type { SuppressionContext, Suppressor } from './suppressor.js'

/** The check is in a maintenance window of its config, or in one that was planned once. */
export const suppressInMaintenance: Suppressor = ({ runtime }, context) =>
  runtime && isInMaintenance(runtime, context) ? 'maintenance' : undefined

export function isInMaintenance(
  { check, calendar }: Pick<CheckRuntime, 'check' | 'calendar'>,
  { now, maintenance }: Pick<SuppressionContext, 'now' | 'maintenance'>,
): boolean {
  return calendar.endOfCurrent(now) !== undefined || maintenance.applyTo(check, now)
}
