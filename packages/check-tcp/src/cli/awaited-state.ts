import type { Failure } from '../core/failure.js'
import type { CheckResult } from '../core/result.js'

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

/** A name that does not exist is closed only where it has existed: it may be a typo. */
export function isReached(result: CheckResult, state: AwaitedState, hasExisted = false): boolean {
  if (result.status === 'success') return state === 'open'
  if (isUnknownName(result) && !hasExisted) return false
  const { failure, fault } = result.details
  return state === 'closed' && fault !== 'local' && CLOSED.has(failure)
}

/** Does the result of an attempt that was cut short leave open what the target would have said? */
export function saysNothing(result: CheckResult): boolean {
  return result.status === 'error' && CUT_SHORT.has(result.details.failure)
}

export function isUnknownName(result: CheckResult): boolean {
  return result.status === 'error' && result.details.failure === 'host_not_found'
}

/** Has the host an address, be it one that does not answer? */
export function exists({ details }: CheckResult): boolean {
  return details.address !== undefined
}
