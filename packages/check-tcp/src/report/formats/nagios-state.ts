import type { Fault } from '../../core/failure/failure.js'
import { checkResultOf, outcomeOf } from '../outcome.js'
import type { ReportEntry } from '../reporter.js'

/**
 * The states of the monitoring-plugins world; the numbers are its exit codes. A warning is a slow connection, or a certificate that
 * expires soon.
 */
export const NAGIOS_STATES = { OK: 0, WARNING: 1, CRITICAL: 2, UNKNOWN: 3 } as const

export type NagiosState = keyof typeof NAGIOS_STATES

const STATE_OF_FAULT: Readonly<Record<Fault, NagiosState>> = {
  target: 'CRITICAL',
  network: 'CRITICAL',
  dns: 'CRITICAL',
  local: 'UNKNOWN',
  policy: 'UNKNOWN',
}

/** The state of one entry: what is not known of the target is UNKNOWN, not CRITICAL. */
export function nagiosState(entry: ReportEntry): NagiosState {
  const result = checkResultOf(entry)
  if (outcomeOf(entry) === 'succeeded') {
    return result?.details.slow || result?.details.expiring ? 'WARNING' : 'OK'
  }
  if (result?.status !== 'error') return entry.broken ? 'UNKNOWN' : 'CRITICAL'
  // The name service failed, so nobody knows whether the name exists.
  if (result.details.failure === 'dns_unavailable') return 'UNKNOWN'
  return STATE_OF_FAULT[result.details.fault] ?? 'UNKNOWN'
}

/** The worst first. */
const BY_WEIGHT: readonly NagiosState[] = ['CRITICAL', 'WARNING', 'UNKNOWN', 'OK']

/** The state of everything together; UNKNOWN where nothing was checked. */
export function worstNagiosState(states: Iterable<NagiosState>): NagiosState {
  const seen = new Set(states)
  return BY_WEIGHT.find((state) => seen.has(state)) ?? 'UNKNOWN'
}
