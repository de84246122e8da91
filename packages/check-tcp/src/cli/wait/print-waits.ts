import { hostAndPort } from '../../core/target/host-and-port.js'
import { escapeControl } from '../../core/text/escape-control.js'
import type { OutputFormat } from '../../report/reporter.js'
import type { AwaitedState } from '../../wait/awaited-state.js'
import type { TargetWait } from '../../wait/target-wait.js'
import { specialReason, type UnmetWait, whyUnmet } from '../../wait/unmet-wait.js'
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

/** Says why the wait ended without what it waited for: where any was enough that none was, and of each target what else there is to say. */
export function tellUnmet(
  waits: readonly TargetWait[],
  { mode, ...wanted }: Wanted,
  terminal: Terminal,
): void {
  const { until, forSeconds } = wanted
  const isAny = mode === 'any' && waits.length > 1
  const why = isAny ? specialReason : whyUnmet
  const reasons = waits.flatMap((wait) => {
    const { last } = wait
    return (last && why({ ...wait, ...wanted, last })) ?? []
  })
  // Where each has a reason of its own, such as a policy that denies it, it was not the time that was too short.
  if (isAny && reasons.length < waits.length) {
    const asksMore = waits.some(({ parameters: { banner, receive } }) => banner || receive)
    const state = asksMore ? `${until} and answered as asked for` : until
    const none = `none of ${waits.length} targets was ${state} within ${forSeconds} s`
    tellAll([none, ...reasons], terminal)
  } else tellAll(reasons, terminal)
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
  const states = waits.map(state)
  tellAll(
    states.length === 1 ? [`interrupted; ${states[0]}`] : ['interrupted', ...states],
    terminal,
  )
}

function tellAll(lines: readonly string[], terminal: Terminal): void {
  for (const line of lines.slice(0, MAX_TOLD)) tell(`check-tcp: ${line}\n`, terminal)
  const rest = lines.length - MAX_TOLD
  if (rest > 0) tell(`check-tcp: and ${rest} more\n`, terminal)
}
