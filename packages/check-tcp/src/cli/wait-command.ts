import { createChecker } from '../check/checker.js'
import { sleep, systemClock } from '../core/clock.js'
import { escapeControl } from '../core/escape-control.js'
import type { Failure } from '../core/failure.js'
import type { CheckResult } from '../core/result.js'
import type { Target } from '../core/target.js'
import { type CheckFlags, targetParameters } from './check-flags.js'
import { EXIT } from './exit-codes.js'
import { positiveSeconds } from './number-flags.js'
import { ProgressLine } from './progress-line.js'
import { readTargets } from './read-targets.js'
import { ResultPrinter } from './result-printer.js'
import type { Terminal } from './terminal.js'
import { UsageError } from './usage-error.js'

export interface WaitFlags extends CheckFlags {
  readonly for?: string
  readonly until?: string
  readonly interval?: string
}

/** A day: longer waits belong to a monitor. */
const LONGEST_WAIT_SECONDS = 86_400

/** Failures that say that nobody can connect there; a fault of this machine or of the name service says nothing. */
const CLOSED: ReadonlySet<Failure> = new Set([
  'refused',
  'timeout',
  'connection_reset',
  'network_unreachable',
  'host_not_found',
])

/** `check-tcp wait`: checks again and again until the port is open (or closed); 0 when it is, 1 when time is over. */
export async function waitForTarget(
  words: readonly string[],
  flags: WaitFlags,
  terminal: Terminal,
): Promise<number> {
  const [target, ...more] = readTargets(words)
  if (!target || more.length > 0) throw new UsageError('wait takes one target')
  const forMs = positiveSeconds('--for', flags.for ?? '60', LONGEST_WAIT_SECONDS) * 1_000
  const intervalMs =
    positiveSeconds('--interval', flags.interval ?? '1', LONGEST_WAIT_SECONDS) * 1_000
  const parameters = targetParameters(target, flags)
  const until = flags.until === 'closed' ? 'closed' : 'open'

  const checker = createChecker()
  const signal = terminal.interrupted
  const progress = new ProgressLine(terminal)
  const endMs = systemClock.monotonicMs() + forMs
  let result: CheckResult
  for (;;) {
    const leftSeconds = Math.max(0.001, (endMs - systemClock.monotonicMs()) / 1_000)
    const timeout = Math.min(parameters.timeout ?? 10, leftSeconds)
    result = await checker.check({ ...parameters, timeout }, { signal })
    const leftMs = endMs - systemClock.monotonicMs()
    if (isReached(result, until) || leftMs <= 0 || signal.aborted) break
    progress.show(waitingLine(target, until, result, leftMs))
    await sleep(systemClock, Math.min(intervalMs, leftMs), signal)
  }
  progress.clear()

  const reached = isReached(result, until)
  const printer = new ResultPrinter(terminal, { format: flags.output, kind: 'one' })
  await printer.add({ result })
  await printer.end()
  await checker.close()
  if (!reached) {
    terminal.err(`check-tcp: ${nameOf(target)} was not ${until} within ${flags.for ?? '60'} s\n`)
  }
  return reached ? EXIT.ok : EXIT.failed
}

function isReached(result: CheckResult, until: 'open' | 'closed'): boolean {
  if (result.status === 'success') return until === 'open'
  return until === 'closed' && CLOSED.has(result.details.failure)
}

function waitingLine(target: Target, until: string, result: CheckResult, leftMs: number): string {
  const state = result.status === 'success' ? 'connected' : result.error
  return `waiting for ${nameOf(target)} to be ${until}: ${state}, ${Math.ceil(leftMs / 1_000)} s left`
}

function nameOf({ host, port }: Target): string {
  return `${escapeControl(host)}:${port}`
}
