import { causeInWords } from '../../core/failure/cause-words.js'
import { FAILURES, type Failure } from '../../core/failure/failure.js'
import { meaningOf } from '../../core/failure/failure-help.js'
import { SERVICE_NAMES } from '../../core/target/services.js'
import { escapeControl } from '../../core/text/escape-control.js'
import { expiryWords } from '../../core/tls/expiry-words.js'
import type { CheckResult, ErrorResult, SuccessResult } from '../../core/wire/result.js'
import { targetOf } from '../outcome.js'
import type { Paint } from '../text/colors.js'
import { formatDuration } from '../text/duration.js'
import { textWidth } from '../text/text-width.js'
import { addressLines } from './address-lines.js'
import { AdviceOnce } from './advice-once.js'
import { proofLines } from './proof-lines.js'
import { slowness } from './slowness.js'

interface CheckLinesOptions {
  /** Says each kind of advice once. @default says it each time */
  readonly advice?: AdviceOnce
  /** Every address of a success too, not the one alone that connected. */
  readonly verbose?: boolean
  /** What a success may take, which leaves out what matters least. @default no limit */
  readonly columns?: number
}

/** A check's result in lines: the first says it all, the others what lies behind it and what to do next. */
export function checkLines(
  result: CheckResult,
  paint: Paint,
  { advice = new AdviceOnce(), verbose = false, columns }: CheckLinesOptions = {},
): string[] {
  const isNews = !advice.wasGiven(result)
  return [
    headline(result, columns),
    ...(isNews ? meaningLines(result) : []),
    ...earlierLines(result),
    ...causeLines(result),
    ...addressLines(result, { verbose }),
    ...proofLines(result),
    ...hintLines(result).map((hint) => paint('yellow', hint)),
    ...advice.lines(result, paint),
  ]
}

/** What came of a check in one line. */
export function headline(result: CheckResult, columns = Number.POSITIVE_INFINITY): string {
  return result.status === 'success' ? successLine(result, columns) : errorLine(result)
}

/** What the error means, in a line. */
export function meaningLines({ details: { failure, cause, found } }: CheckResult): string[] {
  return failure === undefined ? [] : [meaningOf({ failure, cause, found })]
}

/** What lies behind a failure, where more is known than the failure says. */
export function causeLines({ details: { cause, name_servers } }: CheckResult): string[] {
  return cause === undefined ? [] : [`cause: ${escapeControl(causeInWords(cause, name_servers))}`]
}

/** What the attempts came to, where they differ from the last. */
function earlierLines({ status, details }: CheckResult): string[] {
  const made = status === 'success' ? details.attempts.slice(0, -1) : details.attempts
  const failures = made.flatMap(({ failure }) => (failure ? [failure] : []))
  if (status === 'success') return failures.length > 0 ? [`before: ${countedErrors(failures)}`] : []
  return new Set(failures).size > 1 ? [`attempts: ${countedErrors(failures)}`] : []
}

function successLine(result: SuccessResult, columns: number): string {
  const { attempts, connected, response_time, details } = result
  const facts = [
    ...addressFacts(result),
    ...(details.dns_time > 0 ? [`name look-up ${formatDuration(details.dns_time)}`] : []),
    ...serviceFacts(result),
  ]
  const attempt = attempts > 1 ? ` at attempt ${attempts}` : ''
  const found = connected ? 'connected' : `is ${details.found}, as expected,`
  const start = `${shownTarget(result)} ${found} in ${formatDuration(response_time)}${attempt}`
  while (facts.length > 0 && textWidth(start + inBrackets(facts)) > columns) facts.pop()
  return start + inBrackets(facts)
}

function errorLine(result: ErrorResult): string {
  const { attempts, error, response_time, details } = result
  const after = attempts > 1 ? ` after ${attempts} attempts` : ''
  // Nothing was sent, so there is nothing to time.
  const time = details.fault === 'policy' ? '' : ` in ${formatDuration(response_time)}`
  const code = details.failure === 'unknown' && details.code ? [details.code] : []
  const facts = [...addressFacts(result), ...code.map(escapeControl), ...serviceFacts(result)]
  return `${shownTarget(result)} ${escapeControl(error)}${after}${time}${inBrackets(facts)} - fault: ${details.fault}`
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

function hintLines(result: CheckResult): string[] {
  const lost = result.details.syn_retransmits ?? 0
  const said = lost === 1 ? '1 SYN was lost and sent' : `${lost} SYNs were lost and sent`
  const slow = slowness(result)
  const { expiring, tls } = result.details
  const expiry = expiring && tls && expiryWords(tls, Date.parse(result.timestamp))
  return [
    ...(lost === 0 ? [] : [`${said} again: packet loss, not latency`]),
    ...(slow === undefined ? [] : [slow]),
    ...(expiry === undefined ? [] : [escapeControl(expiry)]),
  ]
}
