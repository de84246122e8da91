import type { MonitoredCheck } from '../../core/config/check.js'
import type { Evidence } from '../../core/wire/evidence.js'
import type { Incident } from '../../core/wire/incident.js'

/** A check whose target is to be looked at, and its open incident. */
export interface EvidenceOrder {
  readonly check: MonitoredCheck
  readonly incidentId: string
  readonly failure: Incident['failure']
  /** From where; of a fleet one of its locations. */
  readonly location: string
}

/** What came of a look: evidence, or in words why there is none. */
export type Look = Evidence | { readonly because: string }

/** What came of a look that somebody asked for. */
export type AskedLook =
  | { readonly kind: 'evidence'; readonly evidence: Evidence }
  | { readonly kind: 'nothing'; readonly because: string }
  | { readonly kind: 'busy'; readonly because: string }

/** Has a target looked at. Never rejects. */
export type LookAt = (
  order: Pick<EvidenceOrder, 'check' | 'location'>,
  signal: AbortSignal,
) => Promise<Look>
