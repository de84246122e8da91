import { escapeControl } from '../core/escape-control.js'
import { FAILURES, type Failure } from '../core/failure.js'
import type { CheckResult, ErrorResult, SuccessResult } from '../core/result.js'
import { SERVICE_NAMES } from '../core/services.js'
import { addressLines } from './address-lines.js'
import { causeInWords } from './cause-words.js'
import type { Paint } from './colors.js'
import { formatDuration } from './duration.js'
import { targetOf } from './outcome.js'
import { proofLines } from './proof-lines.js'

/** A check's result in lines: the first says it all, the others what lies behind it and what to do next. */
export function checkLines(result: CheckResult, paint: Paint): string[] {
  const [headline, ...more] =
    result.status === 'success' ? successLines(result) : errorLines(result)
  return [
    headline ?? '',
    ...more,
    ...addressLines(result),
    ...proofLines(result),
    ...[...lossHints(result), ...slowHints(result)].map((hint) => paint('yellow', hint)),
    ...(result.details.advice ?? []).map((advice) => paint('dim', `- ${escapeControl(advice)}`)),
  ]
}

function successLines(result: SuccessResult): string[] {
  const { attempts, connected, response_time, details } = result
  const facts = [
    ...addressFacts(result),
    ...(details.dns_time > 0 ? [`name look-up ${formatDuration(details.dns_time)}`] : []),
    ...serviceFacts(result),
  ]
  const attempt = attempts > 1 ? ` at attempt ${attempts}` : ''
  const earlier = details.attempts.slice(0, -1).flatMap(({ failure }) => (failure ? [failure] : []))
  const found = connected ? 'connected' : `is ${details.found}, as expected,`
  return [
    `${shownTarget(result)} ${found} in ${formatDuration(response_time)}${attempt}${inBrackets(facts)}`,
    ...(earlier.length > 0 ? [`before: ${countedErrors(earlier)}`] : []),
  ]
}

function errorLines(result: ErrorResult): string[] {
  const { attempts, error, response_time, details } = result
  const after = attempts > 1 ? ` after ${attempts} attempts` : ''
  // Nothing was sent, so there is nothing to time.
  const time = details.fault === 'policy' ? '' : ` in ${formatDuration(response_time)}`
  const code = details.failure === 'unknown' && details.code ? [details.code] : []
  const facts = [...addressFacts(result), ...code.map(escapeControl), ...serviceFacts(result)]
  const failures = details.attempts.flatMap(({ failure }) => (failure ? [failure] : []))
  return [
    `${shownTarget(result)} ${escapeControl(error)}${after}${time}${inBrackets(facts)} - fault: ${details.fault}`,
    ...(new Set(failures).size > 1 ? [`attempts: ${countedErrors(failures)}`] : []),
    ...(details.cause === undefined
      ? []
      : [`cause: ${escapeControl(causeInWords(details.cause))}`]),
  ]
}

function shownTarget(result: CheckResult): string {
  return escapeControl(targetOf(result))
}

function addressFacts({ host, details: { address, name } }: CheckResult): string[] {
  return [
    ...(name === undefined ? [] : [`looked up as ${escapeControl(name)}`]),
    ...(address === undefined || address === host ? [] : [escapeControl(address)]),
  ]
}

function serviceFacts({ port }: CheckResult): string[] {
  const service = SERVICE_NAMES[port]
  return service === undefined ? [] : [`usually ${service}`]
}

function inBrackets(facts: readonly string[]): string {
  return facts.length === 0 ? '' : ` (${facts.join(', ')})`
}

/** `2 × Connection refused, Connection timeout` */
function countedErrors(failures: readonly Failure[]): string {
  const counts = new Map<string, number>()
  for (const failure of failures) {
    const error = FAILURES[failure].error ?? 'Unknown error'
    counts.set(error, (counts.get(error) ?? 0) + 1)
  }
  return [...counts].map(([error, count]) => (count > 1 ? `${count} × ${error}` : error)).join(', ')
}

function lossHints({ details }: CheckResult): string[] {
  const lost = details.syn_retransmits ?? 0
  if (lost === 0) return []
  const said = lost === 1 ? '1 SYN was lost and sent' : `${lost} SYNs were lost and sent`
  return [`${said} again: packet loss, not latency`]
}

function slowHints({ details }: CheckResult): string[] {
  return details.slow ? ['slower than the expected response time'] : []
}
