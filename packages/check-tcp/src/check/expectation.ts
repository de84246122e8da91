import { type Failure, type FailureReason, faultOf } from '../core/failure/failure.js'
import type { CheckParameters } from '../core/parameters/check-parameters.js'
import { parseNetwork } from '../core/target/network.js'
import type { Found } from '../core/wire/result.js'
import type { AttemptOutcome } from './attempt.js'

/** What a failure says of the port; those that are missing say nothing of it. */
const FOUND: Partial<Record<Failure, Found>> = {
  refused: 'refused',
  timeout: 'filtered',
  network_unreachable: 'filtered',
}

/** What an attempt found, in the words of `expect`; what this machine did to itself says nothing of the port. */
export function foundBy({ reason }: AttemptOutcome): Found {
  if (!reason) return 'open'
  return faultOf(reason) === 'local' ? 'unknown' : (FOUND[reason.failure] ?? 'unknown')
}

/** Why an attempt is not what was expected; `undefined` where it is. */
export function unmetExpectation(
  parameters: CheckParameters,
  attempt: AttemptOutcome,
): FailureReason | undefined {
  const { expect } = parameters
  if (expect === 'open') return attempt.reason ?? misresolved(parameters, attempt)
  const found = foundBy(attempt)
  if (found === 'unknown') return attempt.reason
  if (found === expect || (expect === 'closed' && found !== 'open')) return undefined
  const fault = attempt.reason && faultOf(attempt.reason)
  return {
    ...attempt.reason,
    failure: 'not_as_expected',
    text: `Expected ${expect}, found ${found}`,
    ...(fault ? { fault } : {}),
  }
}

/** Every address of the host must be one that `resolves_to` names. */
function misresolved(
  { resolves_to: named }: CheckParameters,
  { resolved }: AttemptOutcome,
): FailureReason | undefined {
  if (!named) return undefined
  const networks = named.flatMap((text) => parseNetwork(text) ?? [])
  const strangers = resolved.filter(
    (address) => !networks.some((network) => network.contains(address)),
  )
  if (strangers.length === 0) return undefined
  const addresses = strangers.length > 1 ? 'addresses' : 'address'
  const texts = strangers.map(({ text }) => text).join(', ')
  return { failure: 'resolves_elsewhere', cause: `it has the ${addresses} ${texts}` }
}
