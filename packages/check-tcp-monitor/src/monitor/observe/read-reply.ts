import type { AddressResult, CheckResult, Failure } from 'check-tcp'
import type { Reply } from '../../verdict/connectivity.js'

/** Failures that only somebody at the other end can cause. */
export const ANSWERS: ReadonlySet<Failure> = new Set([
  'refused',
  'connection_reset',
  'tls_failed',
  'starttls_failed',
  'certificate_expired',
  'certificate_not_trusted',
  'unexpected_answer',
])

/** Failures that are the want of an answer. */
const SILENCES: ReadonlySet<Failure> = new Set(['timeout', 'network_unreachable'])

/**
 * What a result tells of the way to its target, whatever was expected of it: a port that is silent as it should be is
 * silent all the same.
 *
 * @param doubted the process stood still, so that an answer may have come too late to be read
 */
export function readReply({ connected, details }: CheckResult, doubted: boolean): Reply {
  const { failure, attempts } = details
  const addresses = attempts.flatMap((attempt) => attempt.addresses)
  if (connected || addresses.some(isAnswer) || isAnswer(details)) return 'answer'
  if (doubted) return 'nothing'
  if (failure === 'dns_unavailable') return 'no-name'
  const isPortAsked = failure === undefined || failure === 'not_as_expected'
  const silent = isPortAsked ? addresses.some(isSilence) : SILENCES.has(failure)
  return silent ? 'silence' : 'nothing'
}

/** Every address that a check came to ask. */
export function readAddresses({ details }: CheckResult): readonly string[] {
  const asked = details.attempts.flatMap(({ addresses }) => addresses)
  return [...new Set(asked.map(({ address }) => address))]
}

type Answer = Partial<Pick<AddressResult, 'connected' | 'failure' | 'fault'>>

/** What this machine's own firewall refused never left it. */
function isAnswer({ connected = false, failure, fault }: Answer): boolean {
  return connected || (failure !== undefined && fault !== 'local' && ANSWERS.has(failure))
}

function isSilence({ failure }: Answer): boolean {
  return failure !== undefined && SILENCES.has(failure)
}
