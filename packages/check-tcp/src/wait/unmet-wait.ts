import { causeInWords } from '../core/failure/cause-words.js'
import { meaningOf } from '../core/failure/failure-help.js'
import { hostAndPort } from '../core/target/host-and-port.js'
import { escapeControl } from '../core/text/escape-control.js'
import type { CheckResult, ErrorResult } from '../core/wire/result.js'
import { type AwaitedState, isAbsent, ruleThatDenied, saysNothing } from './awaited-state.js'

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
  const { last, until, forSeconds, hasExisted, hasLearned } = wait
  const rule = ruleThatDenied(last)
  if (rule !== undefined)
    return `${nameOf(last)} may not be checked: denied by ${escapeControl(rule)}`
  if (last.status === 'error') {
    if (until === 'closed' && isAbsent(last) && !hasExisted) return whyNoPort(last, wait)
    if (!hasLearned) return whyNothing(last, wait)
  }
  return `${nameOf(last)} was not ${until} within ${forSeconds} s`
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

/** Nothing was learned in the whole time. */
function whyNothing(last: ErrorResult, { until, forSeconds, timeoutSeconds }: UnmetWait): string {
  const { failure, fault, cause, name_servers } = last.details
  const start = `could not find out within ${forSeconds} s whether ${nameOf(last)} is ${until}`
  if (failure === 'timeout' && fault !== 'local' && saysNothing(last)) {
    return `${start}: no answer so far, and silence counts as closed only after a whole timeout of ${timeoutSeconds} s; make --for longer than --timeout`
  }
  const meaning = failure === 'unknown' ? last.error : meaningOf(last.details)
  const why = cause === undefined ? meaning : causeInWords(cause, name_servers)
  return `${start}: ${escapeControl(why.charAt(0).toLowerCase() + why.slice(1))}`
}

function nameOf({ host, port }: CheckResult): string {
  return escapeControl(hostAndPort(host, port))
}
