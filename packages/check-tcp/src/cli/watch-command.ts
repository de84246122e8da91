import type { Checker } from '../check/checker.js'
import { sleep, systemClock } from '../core/clock.js'
import type { CheckTcpConnectionParameters } from '../core/parameters.js'
import type { CheckResult } from '../core/result.js'
import { painter } from '../report/colors.js'
import { checkLines } from '../report/human-check.js'
import { targetOf } from '../report/outcome.js'
import {
  renderWatchLine,
  renderWatchSummary,
  type WatchSample,
  watchSample,
} from '../report/watch-summary.js'
import { type CheckFlags, targetParameters, timeoutOf } from './check-flags.js'
import { EXIT } from './exit-codes.js'
import { positiveSeconds, wholeNumber } from './number-flags.js'
import { type CheckerFlags, openChecker } from './open-checker.js'
import { readTarget } from './read-targets.js'
import { ResultPrinter } from './result-printer.js'
import { colorsOn, type Terminal } from './terminal.js'

export interface WatchFlags extends CheckFlags, CheckerFlags {
  readonly interval?: string
  readonly count?: string
}

const LONGEST_INTERVAL_SECONDS = 86_400
const MOST_CHECKS = 1_000_000_000

/** A day of one check a second; older ones are forgotten, so that a watch can go on for ever. */
const MOST_SAMPLES = 86_400

/** `check-tcp watch`: checks at a steady pace until Ctrl-C or `--count`, and shows each one as it happens. */
export async function watchTarget(
  words: readonly string[],
  flags: WatchFlags,
  terminal: Terminal,
): Promise<number> {
  const target = readTarget(words, 'watch')
  const intervalSeconds = positiveSeconds(
    '--interval',
    flags.interval ?? '1',
    LONGEST_INTERVAL_SECONDS,
  )
  const count =
    flags.count === undefined ? undefined : wholeNumber('--count', flags.count, 1, MOST_CHECKS)
  const parameters = targetParameters(target, flags)
  const view =
    flags.output === undefined || flags.output === 'human'
      ? humanView(terminal)
      : await formatView(terminal, flags)

  const checker = await openChecker(flags, terminal)
  for await (const result of steadyChecks(
    checker,
    parameters,
    intervalSeconds * 1_000,
    count,
    terminal.interrupted,
  )) {
    await view.show(result)
  }
  return await view.end()
}

/** One check after the other, each beginning an interval after the one before, or at once where that took longer. */
async function* steadyChecks(
  checker: Checker,
  parameters: CheckTcpConnectionParameters,
  intervalMs: number,
  count = Number.POSITIVE_INFINITY,
  signal: AbortSignal,
): AsyncGenerator<CheckResult> {
  for (let made = 0; made < count && !signal.aborted; made++) {
    const startMs = systemClock.monotonicMs()
    const result = await checker.check(parameters, { signal })
    // What Ctrl-C cut short says nothing about the target.
    if (result.status === 'error' && result.details.failure === 'cancelled') break
    yield result
    const restMs = intervalMs - (systemClock.monotonicMs() - startMs)
    if (made + 1 < count) await sleep(systemClock, Math.max(0, restMs), signal)
  }
  await checker.close()
}

interface WatchView {
  show(result: CheckResult): Promise<void>
  /** Returns the exit code. */
  end(): Promise<number>
}

/** On a terminal one line that changes with a sparkline, elsewhere a line a check; a summary at the end. */
function humanView(terminal: Terminal): WatchView {
  const samples: WatchSample[] = []
  const startMs = systemClock.monotonicMs()
  const live = terminal.outIsTerminal
  const paint = painter(colorsOn(terminal))
  let target = ''
  let failed = 0
  return {
    async show(result) {
      target = targetOf(result)
      if (result.status === 'error') failed++
      samples.push(watchSample(result))
      if (samples.length > MOST_SAMPLES) samples.shift()
      if (!live) return terminal.out(`${result.timestamp} ${checkLines(result, paint)[0]}\n`)
      const { columns } = terminal
      const line = renderWatchLine(samples, Math.max(10, columns - 50))
      await terminal.out(`\r${[...line].slice(0, columns - 1).join('')}\u001b[K`)
    },
    async end() {
      if (samples.length > 0) {
        const summary = renderWatchSummary(target, samples, systemClock.monotonicMs() - startMs)
        await terminal.out(`${live ? '\n' : ''}${summary}`)
      }
      return failed > 0 ? EXIT.failed : EXIT.ok
    },
  }
}

/** The results one by one in the asked format. */
async function formatView(terminal: Terminal, flags: WatchFlags): Promise<WatchView> {
  const printer = await ResultPrinter.open(terminal, {
    format: flags.output,
    kind: 'many',
    timeout: timeoutOf(flags),
  })
  return {
    async show(result) {
      printer.add({ result })
      await printer.drained()
    },
    end: () => printer.end(),
  }
}
