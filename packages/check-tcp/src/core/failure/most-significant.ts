import { type Failure, type FailureReason, faultOf } from './failure.js'

/**
 * The order in which the failures of several addresses speak for the whole, the first winning.
 * A fault of this machine hides what the target would have said, so it comes first; then what the
 * target itself answered; then silence; then what was never asked.
 */
const WEIGHT: readonly Failure[] = [
  'local_resources',
  'not_audited',
  'tls_setup_failed',
  'port_in_use',
  'refused',
  'connection_reset',
  'tls_failed',
  'starttls_failed',
  'certificate_expired',
  'certificate_not_trusted',
  'unexpected_answer',
  'not_as_expected',
  'too_few_addresses',
  'timeout',
  'permission_denied',
  'unknown',
  'network_unreachable',
  'dns_unavailable',
  'host_not_found',
  'resolves_elsewhere',
  'denied_by_policy',
  'cancelled',
]

/** The failure that speaks for all of them; `undefined` for none. */
export function mostSignificant<T extends FailureReason>(reasons: readonly T[]): T | undefined {
  let best: T | undefined
  for (const reason of reasons) {
    if (!best || weightOf(reason) < weightOf(best)) best = reason
  }
  return best
}

/** Of two alike, what somebody out there said goes before what this machine did not send. */
function weightOf(reason: FailureReason): number {
  const unsent = faultOf(reason) === 'local' && reason.fault !== undefined
  return WEIGHT.indexOf(reason.failure) + (unsent ? 0.5 : 0)
}
