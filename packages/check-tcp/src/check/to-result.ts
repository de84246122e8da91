import { errorText, FAILURES, type FailureReason } from '../core/failure.js'
import type { CheckParameters } from '../core/parameters.js'
import type { AddressResult, AttemptResult, CheckResult, ResultDetails } from '../core/result.js'
import { toSeconds } from '../core/seconds.js'
import type { AttemptOutcome } from './attempt.js'
import type { AddressOutcome } from './connect-address.js'

export interface CheckOutcome {
  readonly attempts: readonly AttemptOutcome[]
  /** Milliseconds from the first attempt's start to the verdict. */
  readonly totalMs: number
  /** Wall time of the verdict, milliseconds since 1970. */
  readonly decidedMs: number
  /** Why the check as a whole failed; absent where it connected. */
  readonly reason: FailureReason | undefined
  readonly engine: string
  /** The name that was looked up, in ASCII; absent for a literal address. */
  readonly name: string | undefined
}

/** Writes the outcome down as the result contract says: the document's keys in the document's order, then `details`. */
export function toResult(parameters: CheckParameters, outcome: CheckOutcome): CheckResult {
  const { host, port } = parameters
  const attempts = outcome.attempts.length
  const timestamp = timestampOf(outcome.decidedMs)
  const details = toDetails(parameters, outcome)
  const { reason } = outcome
  if (!reason) {
    const response_time = toSeconds(responseMs(outcome))
    return {
      status: 'success',
      host,
      port,
      connected: true,
      response_time,
      attempts,
      timestamp,
      details,
    }
  }
  const { fault } = FAILURES[reason.failure]
  return {
    status: 'error',
    host,
    port,
    connected: false,
    error: errorText(reason),
    attempts,
    response_time: toSeconds(outcome.totalMs),
    timestamp,
    details: { ...details, failure: reason.failure, fault },
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

function toDetails(parameters: CheckParameters, outcome: CheckOutcome): ResultDetails {
  const { reason, name, engine, totalMs } = outcome
  const last = outcome.attempts.at(-1)
  const speaker = last?.speaker
  return {
    ...(reason ? failureKeys(reason) : {}),
    ...(reason ? { advice: FAILURES[reason.failure].advice } : {}),
    ...(speaker ? { address: speaker.address.text, family: speaker.address.family } : {}),
    ...(speaker ? sourceKeys(speaker) : {}),
    engine: speaker?.engine ?? engine,
    ...(name !== undefined && name !== parameters.host ? { name } : {}),
    dns_time: toSeconds(last?.dnsMs ?? 0),
    connect_time: toSeconds(speaker?.connectMs ?? 0),
    total_time: toSeconds(totalMs),
    ...(speaker ? retransmitKeys(speaker) : {}),
    attempts: outcome.attempts.map(toAttemptResult),
  }
}

function toAttemptResult(attempt: AttemptOutcome, index: number): AttemptResult {
  return {
    attempt: index + 1,
    connected: !attempt.reason,
    dns_time: toSeconds(attempt.dnsMs),
    total_time: toSeconds(attempt.totalMs),
    ...(attempt.reason ? failureKeys(attempt.reason) : {}),
    addresses: attempt.addresses.map(toAddressResult),
  }
}

function toAddressResult(outcome: AddressOutcome): AddressResult {
  return {
    address: outcome.address.text,
    family: outcome.address.family,
    connected: outcome.connection !== undefined,
    connect_time: toSeconds(outcome.connectMs),
    ...sourceKeys(outcome),
    ...retransmitKeys(outcome),
    ...(outcome.selfConnects > 0 ? { self_connects: outcome.selfConnects } : {}),
    ...(outcome.reason ? failureKeys(outcome.reason) : {}),
  }
}

/** The handshake alone: the kernel's own figure where there is one, since it knows nothing of our event loop. */
function responseMs({ attempts }: CheckOutcome): number {
  const speaker = attempts.at(-1)?.speaker
  return speaker?.connection?.kernelMs ?? speaker?.connectMs ?? 0
}

function failureKeys({ failure, code, cause }: FailureReason) {
  return {
    failure,
    fault: FAILURES[failure].fault,
    ...(code === undefined ? {} : { code }),
    ...(cause === undefined ? {} : { cause }),
  }
}

function sourceKeys({ connection }: AddressOutcome) {
  if (!connection) return {}
  return { source_address: connection.sourceAddress, source_port: connection.sourcePort }
}

function retransmitKeys({ connection }: AddressOutcome) {
  return connection?.synRetransmits === undefined
    ? {}
    : { syn_retransmits: connection.synRetransmits }
}
