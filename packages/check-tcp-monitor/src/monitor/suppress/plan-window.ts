import type { OneOffMaintenance, Silence } from '../../core/wire/planned-window.js'
import type { Transition } from '../transition.js'
import type { SuppressionContext } from './suppressor.js'

/** No alerts are sent for what it matches until it ends. Replaces one of the same id. */
export function planSilence(silence: Silence, { now, silences }: SuppressionContext): Transition {
  silences.add(silence)
  return {
    silences: [silence],
    events: [{ type: 'silence', at: now, data: silence }],
    followUps: [{ kind: 'review' }],
  }
}

/** Maintenance that comes once, beside the windows of the config. Replaces one of the same id. */
export function planMaintenance(
  planned: OneOffMaintenance,
  { now, maintenance }: SuppressionContext,
): Transition {
  maintenance.add(planned)
  return {
    maintenance: [planned],
    events: [{ type: 'maintenance', at: now, data: planned }],
    followUps: [{ kind: 'review' }],
  }
}
