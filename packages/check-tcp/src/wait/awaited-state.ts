import type { Failure } from '../core/failure/failure.js'
import type { CheckResult } from '../core/wire/result.js'

export type AwaitedState = 'open' | 'closed'

/** Failures that say that nobody can connect there; a fault of this machine or of the name service says nothing. */
const CLOSED: ReadonlySet<Failure> = new Set([
  'refused',
  'timeout',
  'connection_reset',
  'network_unreachable',
  'host_not_found',
])

/** Failures that come of too little time, when an attempt was given less than its timeout. */
const CUT_SHORT: ReadonlySet<Failure> = new Set(['timeout', 'dns_unavailable', 'cancelled'])

/** The same, where a connection stood and the service had too little time to answer. */
const ANSWER_CUT_SHORT: ReadonlySet<string> = new Set(['no_answer', 'no_tls_answer'])

/** Why the name service was not asked for a name, or for the wanted family: nothing is known about it then. */
const NOT_ASKED: ReadonlySet<string> = new Set(['nsswitch_leaves_out_dns', 'no_aaaa_is_set'])

/**
 * Is the target in the awaited state? `closed` wants to have learned it:
 * - A name without an address is closed only where it had one before: it may be a typo.
 * - A fault of this machine, its gateway or its name service says nothing of the target.
 * - EHOSTUNREACH for want of an answer to ARP or NDP is closed where the target itself was asked for: on one's own
 *   local network a host that answers no such question is off. Where the gateway was asked for, it says nothing: the
 *   engine tells the two apart by the route (`engine/native/local-cause.ts`).
 */
export function isReached(result: CheckResult, state: AwaitedState, hasExisted = false): boolean {
  if (result.status === 'success') return state === 'open'
  if (state === 'open' || !isEvidence(result)) return false
  if (isAbsent(result) && !hasExisted) return false
  return CLOSED.has(result.details.failure)
}

/** Does the result say anything of the target? */
export function isEvidence(result: CheckResult): boolean {
  if (result.status === 'success' || isAbsent(result)) return true
  const { fault } = result.details
  return fault === 'target' || fault === 'network'
}

/** Does the result of an attempt that was cut short leave open what the target would have said? */
export function saysNothing(result: CheckResult): boolean {
  if (result.status === 'success') return false
  const { failure, cause = '' } = result.details
  return CUT_SHORT.has(failure) || ANSWER_CUT_SHORT.has(cause)
}

/** The name service has answered that there is no such name, or no such address of it. */
export function isAbsent(result: CheckResult): boolean {
  if (result.status === 'success' || result.details.failure !== 'host_not_found') return false
  const { cause } = result.details
  return cause === undefined || !NOT_ASKED.has(cause)
}

/** Which rule kept the check from being sent anything; `undefined` where none did. */
export function ruleThatDenied({ status, details }: CheckResult): string | undefined {
  return status === 'error' && details.failure === 'denied_by_policy' ? details.cause : undefined
}

/** Has the host an address, be it one that does not answer? */
export function exists({ details }: CheckResult): boolean {
  return details.address !== undefined
}
