import { sleep, systemClock } from '../../core/clock.js'
import { hostAndPort } from '../../core/target/host-and-port.js'
import { escapeControl } from '../../core/text/escape-control.js'
import type { CheckResult } from '../../core/wire/result.js'
import { targetOf } from '../../report/outcome.js'
import { cutToWidth, textWidth } from '../../report/text/text-width.js'
import { EXIT } from '../exit/exit-codes.js'
import { type CheckFlags, targetParameters, timeoutOf } from '../flags/check-flags.js'
import { positiveSeconds } from '../flags/number-flags.js'
import { type CheckerFlags, openChecker } from '../open-checker.js'
import { readTarget } from '../targets/read-targets.js'
import {
  type AwaitedState,
  exists,
  isAbsent,
  isEvidence,
  isReached,
  ruleThatDenied,
  saysNothing,
} from '../terminal/awaited-state.js'
import { LiveLines } from '../terminal/live-lines.js'
import { ResultPrinter } from '../terminal/result-printer.js'
import { say, tell } from '../terminal/say.js'
import type { Terminal } from '../terminal/terminal.js'
import { UnderWay } from '../terminal/under-way.js'
import { whyUnmet } from '../terminal/unmet-wait.js'

export interface WaitFlags extends CheckFlags, CheckerFlags {
  readonly for?: string
  readonly until?: AwaitedState
  readonly interval?: string
}

/** A day: longer waits belong to a monitor. */
const LONGEST_WAIT_SECONDS = 86_400

/**
 * `check-tcp wait`: checks again and again until the port is open (or closed); 0 when it is, 1 when time is over, 3 at once
 * where the policy denies the target.
 */
export async function waitForTarget(
  words: readonly string[],
  flags: WaitFlags,
  terminal: Terminal,
): Promise<number> {
  const { for: forText = '60', interval = '1', until = 'open', output = 'human' } = flags
  const target = readTarget(words, 'wait')
  const forSeconds = positiveSeconds('--for', forText, LONGEST_WAIT_SECONDS)
  const forMs = forSeconds * 1_000
  const intervalMs = positiveSeconds('--interval', interval, LONGEST_WAIT_SECONDS) * 1_000
  const parameters = targetParameters(target, flags)
  const timeout = timeoutOf(flags)

  const underWay = new UnderWay()
  await using checker = underWay.track(await openChecker(flags, terminal))
  const signal = terminal.interrupted
  const startMs = systemClock.monotonicMs()
  const leftSeconds = () => forMs / 1_000 - (systemClock.monotonicMs() - startMs) / 1_000
  let last: CheckResult | undefined
  const progress = new LiveLines(terminal, () => {
    const { address } = last?.details ?? {}
    const [asked] = underWay.oldest?.facts ?? []
    const at = asked ?? (address === target.host ? undefined : address)
    const name = `${hostAndPort(target.host, target.port)}${at === undefined ? '' : ` (${at})`}`
    const state = last ? `${stateOf(last)}, ` : ''
    const left = Math.max(0, Math.ceil(leftSeconds()))
    const end = ` to be ${until}: ${state}${left} s left`
    const room = Math.max(20, terminal.columns - 1 - textWidth(`waiting for ${end}`))
    return [`waiting for ${cutToWidth(escapeControl(name), room)}${end}`]
  })
  let reached = false
  let hasExisted = false
  let hasLearned = false
  for (;;) {
    const given = Math.max(0.001, Math.min(timeout, leftSeconds()))
    const result = await checker.check({ ...parameters, timeout: given }, { signal })
    const isWhole = given === timeout && !signal.aborted
    const isInformative = isWhole || !saysNothing(result)
    if (isInformative || !last) last = result
    hasExisted ||= exists(result)
    hasLearned ||= isEvidence(result) && (isInformative || until === 'open')
    reached = isInformative && isReached(result, until, hasExisted)
    // It would be denied the next time too, and nothing be learnt of the port.
    if (ruleThatDenied(result) !== undefined) break
    const leftMs = leftSeconds() * 1_000
    if (reached || leftMs <= 0 || signal.aborted) break
    if (until === 'closed' && isAbsent(result) && !hasExisted) break
    await sleep(systemClock, Math.min(intervalMs, leftMs), signal)
  }
  progress.stop()

  const name = escapeControl(targetOf(last))
  const unmet = ruleThatDenied(last) === undefined ? EXIT.failed : EXIT.denied
  let code: number = reached ? EXIT.ok : unmet
  if (output === 'human' && reached && until === 'closed') {
    await say(`${name} is closed: ${stateOf(last)}\n`, terminal)
  } else {
    const printer = await ResultPrinter.open(terminal, { format: output, kind: 'one', timeout })
    printer.add({ result: last, succeeded: reached })
    const formatCode = await printer.end()
    if (output === 'nagios') code = formatCode
  }
  if (!reached && !signal.aborted) {
    const { family } = flags
    const times = { forSeconds, timeoutSeconds: timeout }
    const why = whyUnmet({ last, until, ...times, family, hasExisted, hasLearned })
    tell(`check-tcp: ${why}\n`, terminal)
  }
  return code
}

function stateOf(result: CheckResult): string {
  return result.status === 'success' ? 'connected' : escapeControl(result.error)
}
