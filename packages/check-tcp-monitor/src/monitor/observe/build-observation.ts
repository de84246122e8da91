import type { CheckResult, Failure, Fault } from 'check-tcp'
import type { MonitoredCheck } from '../../core/config/check.js'
import type { Baseline } from '../../core/response-time/baseline.js'
import type { Observation } from '../../core/wire/observation.js'
import type { Outcome } from '../../core/wire/outcome.js'
import type { Reply } from '../../verdict/connectivity.js'
import { errorWithAddresses } from './error-with-addresses.js'
import { observationValidMs } from './overdue.js'
import type { Doubt } from './stall-watch.js'

/** What was known when the check was made. */
interface Circumstances {
  readonly location: string
  readonly at: number
  readonly latenessMs: number
  readonly doubt: Doubt
  /** The location is isolated. */
  readonly isIsolated: boolean
  /** What the result tells of the way to the target. */
  readonly reply: Reply
  readonly baseline: Baseline | undefined
}

/** What a result tells of its target. */
export function buildObservation(
  check: MonitoredCheck,
  result: CheckResult,
  circumstances: Circumstances,
): Observation {
  const { location, at, latenessMs, doubt } = circumstances
  const { details } = result
  const expiry = details.tls?.earliest_expiry
  const connected = result.connected && details.connect_time > 0
  const suspect = doubt.failures || (connected && doubt.times)
  return {
    checkId: check.id,
    location,
    at,
    outcome: outcomeOf(check, result, circumstances),
    ...(connected ? { responseMs: milliseconds(responseSeconds(result)) } : {}),
    dnsMs: milliseconds(details.dns_time),
    ...(details.syn_retransmits ? { synRetransmits: details.syn_retransmits } : {}),
    ...(details.address === undefined ? {} : { address: details.address }),
    attempts: result.attempts,
    ...failureOf(result),
    ...(expiry === undefined ? {} : { certificateExpiresAt: Date.parse(expiry) }),
    ...(suspect ? { suspect } : {}),
    latenessMs,
    validMs: observationValidMs(check),
  }
}

function responseSeconds(result: CheckResult): number {
  return result.status === 'success' ? result.response_time : result.details.connect_time
}

function failureOf(result: CheckResult): Partial<Observation> {
  if (result.status === 'success') return {}
  const { failure, fault, code, cause } = result.details
  return {
    failure,
    fault,
    error: errorWithAddresses(result),
    ...(code === undefined ? {} : { code }),
    ...(cause === undefined ? {} : { cause }),
  }
}

function outcomeOf(
  check: MonitoredCheck,
  result: CheckResult,
  { doubt, isIsolated, reply, baseline }: Circumstances,
): Outcome {
  const isDoubtful = isIsolated || doubt.failures
  if (result.status === 'error') {
    const { fault, failure } = result.details
    if (tellsNothing(fault, failure)) return 'unknown'
    return isDoubtful && !isFirm(failure, reply) ? 'unknown' : 'bad'
  }
  // Silence as expected is the same silence.
  if (reply !== 'answer' && isDoubtful) return 'unknown'
  const { details, connected, response_time } = result
  if (details.expiring) return 'slow'
  // A lost SYN is loss, not slowness; a stalled process measures itself.
  if (doubt.times || !connected || details.syn_retransmits) return 'good'
  const ms = response_time * 1_000
  const expected = check.expectedResponseMs
  const slow =
    details.slow === true ||
    (expected !== undefined && ms > expected) ||
    (check.baseline && baseline !== undefined && ms > baseline.highMs)
  return slow ? 'slow' : 'good'
}

/** Failures that no stall and no cut uplink make: somebody answered. */
function isFirm(failure: Failure, reply: Reply): boolean {
  return failure === 'refused' || (failure === 'not_as_expected' && reply === 'answer')
}

/** Faults that say nothing of the target. A name that does not exist is a fact about the target, from whichever server it came. */
function tellsNothing(fault: Fault, failure: Failure): boolean {
  switch (fault) {
    case 'local':
    case 'policy':
      return true
    case 'dns':
      return failure === 'dns_unavailable'
    case 'target':
    case 'network':
      return false
    default:
      return fault satisfies never
  }
}

/** Microseconds are as fine as the contract's seconds are. */
function milliseconds(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e3
}
