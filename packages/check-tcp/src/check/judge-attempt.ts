import type { FailureReason } from '../core/failure/failure.js'
import { mostSignificant } from '../core/failure/most-significant.js'
import type { CheckParameters } from '../core/parameters/check-parameters.js'
import type { FamilyAnswer } from '../resolve/resolver.js'
import { type AddressOutcome, isConnected } from './race/connect-address.js'

export interface AttemptVerdict {
  /** The address that speaks for the attempt: the one that connected (the slowest of `all`), or whose failure weighs most. */
  readonly decidingAddress?: AddressOutcome | undefined
  /** Why the attempt failed; absent where it connected. */
  readonly reason?: FailureReason | undefined
}

interface AttemptEvidence {
  readonly addresses: readonly AddressOutcome[]
  /** What the name service said; empty for a literal address. */
  readonly answers: readonly FamilyAnswer[]
  readonly mode: CheckParameters['addresses']
  /** How many must be connected in `all`; every one where nobody says. */
  readonly least?: number | undefined
  /** The caller wants no more of it. */
  readonly aborted: boolean
}

/**
 * `any` is connected when one address is; `all` when every address is and the name service has left none in doubt.
 */
export function judgeAttempt({
  addresses,
  answers,
  mode,
  least,
  aborted,
}: AttemptEvidence): AttemptVerdict {
  const only = addresses.length === 1 && answers.length === 0 ? addresses[0] : undefined
  if (only && isConnected(only)) return { decidingAddress: only }
  const slowest = addresses
    .filter(isConnected)
    .reduce<AddressOutcome | undefined>(slower, undefined)
  const failures = addresses.flatMap((address) =>
    address.reason ? [{ ...address.reason, decidingAddress: address }] : [],
  )
  const doubts = answers.flatMap(doubtOf)
  const failed = mode === 'any' ? !slowest : failures.length + doubts.length > 0
  const connected = addresses.filter(isConnected).length
  const enough = least === undefined ? !failed : connected >= least
  if (slowest && enough) return { decidingAddress: slowest }
  if (aborted) return { reason: { failure: 'cancelled' } }
  if (slowest && least !== undefined) {
    const cause = `${connected} connected, ${least} wanted`
    return { decidingAddress: slowest, reason: { failure: 'too_few_addresses', cause } }
  }

  const worst = mostSignificant<FailureReason & { readonly decidingAddress?: AddressOutcome }>([
    ...failures,
    ...doubts,
  ])
  if (!worst) return { reason: absence(answers) }
  const { decidingAddress, ...reason } = worst
  return decidingAddress ? { decidingAddress, reason } : { reason }
}

function slower(best: AddressOutcome | undefined, other: AddressOutcome): AddressOutcome {
  return best && best.connectMs >= other.connectMs ? best : other
}

/** What a name service that did not answer leaves open. */
function doubtOf(answer: FamilyAnswer): FailureReason[] {
  switch (answer.kind) {
    case 'failed':
      return [
        {
          failure: 'dns_unavailable',
          code: answer.code,
          cause: answer.cause,
          ...(answer.servers ? { nameServers: answer.servers } : {}),
        },
      ]
    case 'local':
      return [{ failure: 'local_resources', code: answer.code }]
    case 'addresses':
    case 'none':
      return []
    default:
      return answer satisfies never
  }
}

/** Why there was no address to connect to. */
function absence(answers: readonly FamilyAnswer[]): FailureReason {
  const none = answers.filter((answer) => answer.kind === 'none')
  const said =
    none.find(({ cause }) => cause) ?? none.find(({ code }) => code !== 'ENODATA') ?? none[0]
  if (said === undefined || said.code === 'ENODATA') {
    const cause = said?.cause ?? 'no_address_of_the_family'
    return { failure: 'host_not_found', ...(said ? { code: said.code } : {}), cause }
  }
  return {
    failure: 'host_not_found',
    code: said.code,
    ...(said.cause ? { cause: said.cause } : {}),
  }
}
