import { systemClock } from '../../core/clock.js'
import { escapeControl } from '../../core/text/escape-control.js'
import { type AwaitedState, ruleThatDenied } from '../../wait/awaited-state.js'
import { TargetWait } from '../../wait/target-wait.js'
import { type WaitMode, waitForTargets } from '../../wait/wait-for-targets.js'
import { EXIT } from '../exit/exit-codes.js'
import { UsageError } from '../exit/usage-error.js'
import { type CheckFlags, targetParameters, timeoutOf } from '../flags/check-flags.js'
import { positiveSeconds } from '../flags/number-flags.js'
import { type CheckerFlags, openChecker } from '../open-checker.js'
import { LiveLines } from '../terminal/live-lines.js'
import { onStandardError, type Terminal } from '../terminal/terminal.js'
import { UnderWay } from '../terminal/under-way.js'
import { printWaits, tellInterrupted, tellUnmet } from '../wait/print-waits.js'
import { readWaitTargets } from '../wait/read-wait-targets.js'
import { waitLines } from '../wait/wait-progress.js'

export interface WaitFlags extends CheckFlags, CheckerFlags {
  readonly for?: string
  readonly until?: AwaitedState
  readonly interval?: string
  readonly targets?: readonly string[]
  readonly any?: boolean
  readonly all?: boolean
}

/** A day: longer waits belong to a monitor. */
const LONGEST_WAIT_SECONDS = 86_400

/**
 * `check-tcp wait`: checks again and again until the ports are open (or closed), and runs the command behind `--` then; 0,
 * or the code of the command, when they are, 1 when time is over, 3 at once where the policy denies a target.
 */
export async function waitForPorts(
  words: readonly string[],
  flags: WaitFlags,
  command: readonly string[] | undefined,
  terminal: Terminal,
): Promise<number> {
  if (command?.length === 0) {
    throw new UsageError('behind -- comes the command that is to run after the wait')
  }
  const { for: forText = '60', interval = '1', until = 'open', output = 'human' } = flags
  const forSeconds = positiveSeconds('--for', forText, LONGEST_WAIT_SECONDS)
  const intervalMs = positiveSeconds('--interval', interval, LONGEST_WAIT_SECONDS) * 1_000
  if (flags.any && flags.all) throw new UsageError('--any and --all cannot be combined')
  const answer = flags.banner ? '--banner' : flags.receive === undefined ? undefined : '--receive'
  if (answer && until === 'closed') {
    throw new UsageError(
      `${answer} asks an open port for more, so it cannot be combined with --until closed`,
    )
  }
  const targets = await readWaitTargets(words, flags.targets ?? [], terminal)
  const waits = targets.map((target) => new TargetWait(targetParameters(target, flags)))
  const mode: WaitMode = flags.any ? 'any' : 'all'

  const underWay = new UnderWay()
  await using checker = underWay.track(await openChecker(flags, terminal))
  if (waits.length > 1) {
    // Loaded on demand, since a wait for one should start fast.
    const { foreseeRun } = await import('../targets/foresee-run.js')
    const run = { targets, count: waits.length, concurrency: waits.length }
    await foreseeRun(run, checker.policy, flags, terminal)
  }
  const signal = terminal.interrupted
  const endMs = systemClock.monotonicMs() + forSeconds * 1_000
  const leftSeconds = () => (endMs - systemClock.monotonicMs()) / 1_000
  const progress = new LiveLines(terminal, () => {
    const { columns } = terminal
    const [asked] = underWay.oldest?.facts ?? []
    return waitLines({ waits, until, mode, leftSeconds: leftSeconds(), columns, asked })
  })
  const { check } = checker
  const tools = { check, clock: systemClock, until, intervalMs, endMs, options: { signal } }
  /** In the order in which they came to it. */
  const ended: TargetWait[] = []
  const isReached = await waitForTargets(waits, mode, tools, {
    onEnded: (wait) => ended.push(wait),
  })
  progress.stop()

  // What the command prints is what its caller reads.
  const place = command ? onStandardError(terminal) : terminal
  const isInterrupted = !isReached && signal.aborted
  const shown = isReached ? ended.filter((wait) => wait.isReached) : decisive(waits, mode, until)
  const timeout = timeoutOf(flags)
  // An interrupted wait says nothing of its targets to people but how far it had come; programs get what was found.
  const printed = isInterrupted && output === 'human' ? [] : shown
  const formatCode = await printWaits(
    printed,
    { output, until, timeout, count: waits.length },
    place,
  )
  if (isInterrupted) tellInterrupted(waits, until, place)
  else if (!isReached) {
    const { family } = flags
    tellUnmet(shown, { mode, until, forSeconds, timeoutSeconds: timeout, family }, place)
  }
  if (!isReached && command) tellNotRun(command, place)
  if (isReached && command && !signal.aborted) {
    const { runAfterwards } = await import('../wait/run-afterwards.js')
    await checker.close()
    return await runAfterwards(command, terminal)
  }
  if (output === 'nagios') return formatCode
  if (isInterrupted) return EXIT.interrupted
  return isReached ? EXIT.ok : unmetCode(waits, mode)
}

function tellNotRun([name = '']: readonly string[], place: Terminal): void {
  place.err(`check-tcp: ${escapeControl(name)} was not run\n`)
}

/** Those that are to blame: where one target decided it, the others were waited for no longer. */
function decisive(
  waits: readonly TargetWait[],
  mode: WaitMode,
  until: AwaitedState,
): readonly TargetWait[] {
  const hopeless = mode === 'all' ? waits.filter((wait) => wait.isHopeless(until)) : []
  return hopeless.length > 0 ? hopeless : waits.filter(({ isReached }) => !isReached)
}

/** 3 where nothing but the policy stood in the way. */
function unmetCode(waits: readonly TargetWait[], mode: WaitMode): number {
  const isDenied = ({ last }: TargetWait) =>
    last !== undefined && ruleThatDenied(last) !== undefined
  const isAllDenied = mode === 'any' ? waits.every(isDenied) : waits.some(isDenied)
  return isAllDenied ? EXIT.denied : EXIT.failed
}
