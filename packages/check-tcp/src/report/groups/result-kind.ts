import { FAILURES, type Failure } from '../../core/failure/failure.js'
import type { CheckResult } from '../../core/wire/result.js'
import { SHORT_FAILURES } from '../human/short-failure.js'
import { outcomeOf } from '../outcome.js'
import type { ReportEntry } from '../reporter.js'

/** What came of a check, without its target and its times: results of one kind are shown together. */
export interface ResultKind {
  /** The same for results of the same kind. */
  readonly key: string
  readonly isGood: boolean
  /** The time of such a result is that of its handshake. */
  readonly isConnected: boolean
  /** In words, such as `connected` or `Connection refused`. */
  readonly text: string
  /** In a word, for a cell. */
  readonly short: string
  /** What stands behind the text, such as whose fault it is. */
  readonly note: string
  readonly failure?: Failure
}

export function kindOf(entry: ReportEntry, result: CheckResult): ResultKind {
  const isGood = outcomeOf(entry) === 'succeeded'
  const { slow, syn_retransmits: lost = 0, cause = '', found } = result.details
  if (result.status === 'success') {
    const what = result.connected ? 'connected' : `${found}, as expected`
    const notes = [
      ...(slow ? ['slower than expected'] : []),
      ...(lost > 0 ? ['after packet loss'] : []),
    ]
    return {
      key: [isGood, what, ...notes].join('\n'),
      isGood,
      isConnected: result.connected,
      text: [what, ...notes].join(', '),
      short: result.connected ? (slow ? 'slow' : 'connected') : String(found),
      note: '',
    }
  }
  const { failure, fault, name_servers = [] } = result.details
  return {
    key: [isGood, failure, result.error, fault, cause, ...name_servers].join('\n'),
    isGood,
    isConnected: false,
    text: FAILURES[failure].error ?? result.error,
    short: failure === 'not_as_expected' && found ? found : SHORT_FAILURES[failure],
    note: ` - fault: ${fault}`,
    failure,
  }
}
