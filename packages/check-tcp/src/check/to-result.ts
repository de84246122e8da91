import { errorText, type FailureReason, faultOf } from '../core/failure/failure.js'
import { adviceOn } from '../core/failure/failure-help.js'
import type { CheckParameters } from '../core/parameters/check-parameters.js'
import { toSeconds } from '../core/text/seconds.js'
import type {
  AddressResult,
  AttemptResult,
  CheckResult,
  ResultDetails,
} from '../core/wire/result.js'
import type { EngineName } from '../engine/engine.js'
import type { AttemptOutcome } from './attempt.js'
import type { ConversationResult } from './conversation/conversation.js'
import { foundBy } from './expectation.js'
import { type AddressOutcome, isConnected } from './race/connect-address.js'

interface CheckOutcome {
  readonly attempts: readonly AttemptOutcome[]
  /** Milliseconds from the first attempt's start to the verdict. */
  readonly totalMs: number
  /** Milliseconds that the check waited for its turns beside that; absent where nothing is limited. */
  readonly waitedMs: number | undefined
  /** Wall time of the verdict, milliseconds since 1970. */
  readonly decidedMs: number
  /** Why the check as a whole failed; absent where it connected. */
  readonly reason: FailureReason | undefined
  readonly engine: EngineName
  /** The name that was looked up, in ASCII and as a search domain completed it; absent for a literal address. */
  readonly name: string | undefined
}

/** Writes the outcome down as the result contract says: the document's keys in the document's order, then `details`. */
export function toResult(parameters: CheckParameters, outcome: CheckOutcome): CheckResult {
  const { host, port } = parameters
  const attempts = outcome.attempts.length
  const timestamp = timestampOf(outcome.decidedMs)
  const details = toDetails(parameters, outcome)
  const { reason } = outcome
  const last = outcome.attempts.at(-1)
  const connected = last !== undefined && !last.reason
  if (!reason) {
    const response_time = toSeconds(connected ? responseMs(outcome) : outcome.totalMs)
    return {
      status: 'success',
      host,
      port,
      connected,
      response_time,
      attempts,
      timestamp,
      details,
    }
  }
  return {
    status: 'error',
    host,
    port,
    connected,
    error: errorText(reason),
    attempts,
    response_time: toSeconds(outcome.totalMs),
    timestamp,
    details: {
      ...details,
      failure: reason.failure,
      fault: faultOf(reason),
      advice: details.advice ?? [],
    },
  }
}

let lastMs = Number.NaN
let lastText = ''

/** Many checks end in the same millisecond. */
function timestampOf(ms: number): string {
  if (ms !== lastMs) lastText = new Date(ms).toISOString()
  lastMs = ms
  return lastText
}

/** Written key by key in the contract's order, since results are made by the million and spreads cost copies. */
type Draft<T> = { -readonly [K in keyof T]?: T[K] }

function toDetails(parameters: CheckParameters, outcome: CheckOutcome): ResultDetails {
  const { reason, name, engine, totalMs, waitedMs } = outcome
  const last = outcome.attempts.at(-1)
  const decidingAddress = last?.decidingAddress
  const found = parameters.expect === 'open' || !last ? undefined : foundBy(last)
  const details: Draft<ResultDetails> = {}
  if (reason) {
    addFailure(details, reason)
    if (reason.nameServers) details.name_servers = reason.nameServers
    details.advice = adviceOn({ failure: reason.failure, cause: reason.cause, found })
  }
  if (decidingAddress) {
    details.address = decidingAddress.address.text
    details.family = decidingAddress.address.family
    addSource(details, decidingAddress)
  }
  details.engine = decidingAddress?.engine ?? engine
  if (name !== undefined && name !== parameters.host) details.name = name
  details.dns_time = toSeconds(last?.dnsMs ?? 0)
  details.connect_time = toSeconds(decidingAddress?.connectMs ?? 0)
  details.total_time = toSeconds(totalMs)
  if (waitedMs !== undefined) details.waited = toSeconds(waitedMs)
  if (decidingAddress) addRetransmits(details, decidingAddress)
  if (decidingAddress?.conversation) addConversation(details, decidingAddress.conversation)
  if (found) details.found = found
  const { expected_response_time: expected } = parameters
  if (expected !== undefined) details.expected_response_time = expected
  if (isSlow(parameters, outcome)) details.slow = true
  details.attempts = outcome.attempts.map(toAttemptResult)
  return complete(details)
}

/** Every key that the contract asks for has been written. */
function complete<T>(draft: Draft<T>): T {
  return draft as T
}

function toAttemptResult(attempt: AttemptOutcome, index: number): AttemptResult {
  const result: Draft<AttemptResult> = {
    attempt: index + 1,
    connected: !attempt.reason,
    dns_time: toSeconds(attempt.dnsMs),
    total_time: toSeconds(attempt.totalMs),
  }
  const { reason } = attempt
  if (reason) addFailure(result, reason)
  if (reason?.nameServers) result.name_servers = reason.nameServers
  result.addresses = attempt.addresses.map(toAddressResult)
  return complete(result)
}

function toAddressResult(outcome: AddressOutcome): AddressResult {
  const { address, connectMs, selfConnects, reason } = outcome
  const result: Draft<AddressResult> = {
    address: address.text,
    family: address.family,
    connected: isConnected(outcome),
    connect_time: toSeconds(connectMs),
  }
  addSource(result, outcome)
  addRetransmits(result, outcome)
  if (selfConnects > 0) result.self_connects = selfConnects
  if (reason) addFailure(result, reason)
  return complete(result)
}

function addFailure(
  result: Draft<Pick<AddressResult, 'failure' | 'fault' | 'code' | 'cause'>>,
  reason: FailureReason,
): void {
  const { failure, code, cause } = reason
  result.failure = failure
  result.fault = faultOf(reason)
  if (code !== undefined) result.code = code
  if (cause !== undefined) result.cause = cause
}

function addSource(
  result: Draft<Pick<AddressResult, 'source_address' | 'source_port'>>,
  { connection }: AddressOutcome,
): void {
  if (!connection) return
  result.source_address = connection.sourceAddress
  result.source_port = connection.sourcePort
}

function addRetransmits(
  result: Draft<Pick<AddressResult, 'syn_retransmits'>>,
  { connection }: AddressOutcome,
): void {
  if (connection?.synRetransmits !== undefined) result.syn_retransmits = connection.synRetransmits
}

function addConversation(
  details: Draft<ResultDetails>,
  { proven, tls, expiring, received, recognised, answerMs }: ConversationResult,
): void {
  details.proven = proven
  if (tls) details.tls = tls
  if (expiring) details.expiring = true
  if (received !== undefined) details.received = received
  if (recognised) details.banner = recognised
  if (answerMs !== undefined) details.answer_time = toSeconds(answerMs)
}

function isSlow(
  { expected_response_time: expected }: CheckParameters,
  outcome: CheckOutcome,
): boolean {
  if (expected === undefined || outcome.reason || outcome.attempts.at(-1)?.reason) return false
  return responseMs(outcome) > expected * 1_000
}

/** The handshake alone: the kernel's own figure where there is one, since it knows nothing of our event loop. */
function responseMs({ attempts }: CheckOutcome): number {
  const decidingAddress = attempts.at(-1)?.decidingAddress
  return decidingAddress?.connection?.kernelMs ?? decidingAddress?.connectMs ?? 0
}
