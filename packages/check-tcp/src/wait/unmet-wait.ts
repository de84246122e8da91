import { causeInWords } from '../core/failure/cause-words.js'
import { meaningOf } from '../core/failure/failure-help.js'
import { hostAndPort } from '../core/target/host-and-port.js'
import { escapeControl } from '../core/text/escape-control.js'
import { quote } from '../core/text/show-value.js'
import type { CheckResult, ErrorResult } from '../core/wire/result.js'
import { type AwaitedState, isAbsent, ruleThatDenied, saysNothing } from './awaited-state.js'

/** Characters of what a service said. */
const MAX_SAID = 60

/** A wait that ended without the state that it waited for. */
export interface UnmetWait {
  /** The last result that says something, or else the first. */
  readonly last: CheckResult
  readonly until: AwaitedState
  readonly forSeconds: number
  readonly timeoutSeconds: number
  /** As `--family` has it. */
  readonly family: string | undefined
  /** The host had an address at some time. */
  readonly hasExisted: boolean
  /** Something was learned of the target at some time. */
  readonly hasLearned: boolean
}

/** Why it ended so, in a line. */
export function whyUnmet(wait: UnmetWait): string {
  const { last, until, forSeconds } = wait
  return specialReason(wait) ?? `${nameOf(last)} was not ${until} within ${forSeconds} s`
}

/** The same where there is more to say than that the target was not in the state. */
export function specialReason(wait: UnmetWait): string | undefined {
  const { last, until, hasExisted, hasLearned } = wait
  const rule = ruleThatDenied(last)
  if (rule !== undefined)
    return `${nameOf(last)} may not be checked: denied by ${escapeControl(rule)}`
  if (last.status === 'error') {
    if (until === 'closed' && isAbsent(last) && !hasExisted) return whyNoPort(last, wait)
    if (!hasLearned) return whyNothing(last, wait)
    if (until === 'open' && last.details.proven?.includes('tcp')) return whyNoAnswer(last, wait)
  }
  return undefined
}

/** There is no address whose port could be closed. */
function whyNoPort(last: ErrorResult, { family }: UnmetWait): string {
  const host = escapeControl(last.host)
  const noPort = 'so there is no port to be closed'
  switch (last.details.cause) {
    case 'no_address_of_the_family':
      return family === '4' || family === '6'
        ? `${host} exists, but has no IPv${family} address, ${noPort}`
        : `${host} exists, but has no address, ${noPort}`
    case 'name_server_blocks_the_name':
      return `the name server blocks ${host}, ${noPort}`
    default:
      return `${host} does not exist, ${noPort}; check the spelling of the name`
  }
}

/** The port is open; what was asked for beyond that is missing. */
function whyNoAnswer(last: ErrorResult, { forSeconds }: UnmetWait): string {
  const { cause = '', received } = last.details
  const start = `${nameOf(last)} is open, but`
  const said =
    received === undefined ? '' : `; it said ${quote(received.trimEnd().slice(0, MAX_SAID))}`
  switch (cause) {
    case 'no_answer':
      return `${start} it said nothing within ${forSeconds} s`
    case 'answer_does_not_match':
      return `${start} it did not say what was asked for within ${forSeconds} s${said}`
    case 'closed_before_answer':
      return `${start} it closed every connection before it had answered, for ${forSeconds} s${said}`
    default:
      return `${start} it did not answer as it should within ${forSeconds} s: ${whyOf(last)}`
  }
}

/** Nothing was learned in the whole time. */
function whyNothing(last: ErrorResult, { until, forSeconds, timeoutSeconds }: UnmetWait): string {
  const { failure, fault } = last.details
  const start = `could not find out within ${forSeconds} s whether ${nameOf(last)} is ${until}`
  if (failure === 'timeout' && fault !== 'local' && saysNothing(last)) {
    return `${start}: no answer so far, and silence counts as closed only after a whole timeout of ${timeoutSeconds} s; make --for longer than --timeout`
  }
  return `${start}: ${whyOf(last)}`
}

/** The cause, or else the meaning, to stand behind a colon. */
function whyOf({ error, details }: ErrorResult): string {
  const { failure, cause, name_servers } = details
  const meaning = failure === 'unknown' ? error : meaningOf(details)
  const why = cause === undefined ? meaning : causeInWords(cause, name_servers)
  return escapeControl(why.charAt(0).toLowerCase() + why.slice(1))
}

function nameOf({ host, port }: CheckResult): string {
  return escapeControl(hostAndPort(host, port))
}
