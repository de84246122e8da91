import { hostAndPort } from '../../core/target/host-and-port.js'
import { escapeControl } from '../../core/text/escape-control.js'
import type { CheckResult } from '../../core/wire/result.js'
import type { OutputFormat } from '../../report/reporter.js'
import type { AwaitedState } from '../../wait/awaited-state.js'
import type { TargetWait } from '../../wait/target-wait.js'
import { type UnmetWait, whyUnmet } from '../../wait/unmet-wait.js'
import type { WaitMode } from '../../wait/wait-for-targets.js'
import { ResultPrinter } from '../terminal/result-printer.js'
import { say, tell } from '../terminal/say.js'
import type { Terminal } from '../terminal/terminal.js'
import { resultInWords } from './wait-progress.js'

interface PrintOptions {
  readonly output: OutputFormat
  readonly until: AwaitedState
  /** Seconds that an attempt may take. */
  readonly timeout: number
  /** How many targets were waited for. */
  readonly count: number
}

/**
 * Prints the last result of each wait.
 *
 * @returns the exit code of the format
 */
export async function printWaits(
  waits: readonly TargetWait[],
  { output, until, timeout, count }: PrintOptions,
  terminal: Terminal,
): Promise<number> {
  const saysClosed = output === 'human' && until === 'closed'
  // How long each took says nothing here, so no line sums them up.
  const kind = count === 1 || output === 'human' ? 'one' : 'stream'
  const printer = await ResultPrinter.open(terminal, { format: output, kind, timeout })
  for (const { last, isReached, parameters } of waits) {
    if (last === undefined) continue
    if (saysClosed && isReached) {
      const name = escapeControl(hostAndPort(parameters.host, parameters.port))
      await say(`${name} is closed: ${resultInWords(last)}\n`, terminal)
    } else printer.add({ result: last, succeeded: isReached })
  }
  return await printer.end()
}

/** So many reasons help; the results above have the rest. */
const MAX_TOLD = 10

/** What was waited for. */
interface Wanted extends Pick<UnmetWait, 'until' | 'forSeconds' | 'timeoutSeconds' | 'family'> {
  readonly mode: WaitMode
}

/** Says why the wait ended without what it waited for: where any was enough that none was, then a line a target. */
export function tellUnmet(
  waits: readonly TargetWait[],
  { mode, ...wanted }: Wanted,
  terminal: Terminal,
): void {
  const { until, forSeconds } = wanted
  if (mode === 'any' && waits.length > 1) {
    tell(
      `check-tcp: none of ${waits.length} targets was ${until} within ${forSeconds} s\n`,
      terminal,
    )
  }
  tellEach(waits, (wait, last) => whyUnmet({ ...wait, ...wanted, last }), terminal)
}

/** Says that the wait was interrupted, and how far it had come by then. */
export function tellInterrupted(
  waits: readonly TargetWait[],
  until: AwaitedState,
  terminal: Terminal,
): void {
  const state = ({ isReached, parameters, last }: TargetWait) => {
    const name = escapeControl(hostAndPort(parameters.host, parameters.port))
    if (isReached) return `${name} was ${until}`
    const isKnown = last?.status === 'success' || last?.details.failure !== 'cancelled'
    return `${name} was not ${until}${last && isKnown ? `: ${resultInWords(last)}` : ' yet'}`
  }
  const [one, ...more] = waits
  if (one && more.length === 0) tell(`check-tcp: interrupted; ${state(one)}\n`, terminal)
  else {
    tell('check-tcp: interrupted\n', terminal)
    tellEach(waits, state, terminal)
  }
}

function tellEach(
  waits: readonly TargetWait[],
  say: (wait: TargetWait, last: CheckResult) => string,
  terminal: Terminal,
): void {
  for (const wait of waits.slice(0, MAX_TOLD)) {
    if (wait.last) tell(`check-tcp: ${say(wait, wait.last)}\n`, terminal)
  }
  const rest = waits.length - MAX_TOLD
  if (rest > 0) tell(`check-tcp: and ${rest} more\n`, terminal)
}
