import type { Checker } from '../../check/checker.js'
import { sleep, systemClock } from '../../core/clock.js'
import type { CheckParameters } from '../../core/parameters/check-parameters.js'
import { runConcurrently } from '../../core/run-concurrently.js'
import type { CheckResult } from '../../core/wire/result.js'
import { DEFAULT_CONCURRENCY } from '../flags/concurrency-flag.js'

interface SteadyChecksOptions {
  readonly intervalMs: number
  /** How many checks there are to be. */
  readonly count: number
  readonly signal: AbortSignal
  /** Called as the check with this number begins; the first is 0. */
  readonly onBegin: (index: number) => void
}

interface SteadyCheck {
  readonly index: number
  readonly result: CheckResult
}

/**
 * One check each interval, whether or not those before it have been answered, so that silence does not slow the pace;
 * handed out as they finish. No more than 64 are under way at once.
 */
export async function* steadyChecks(
  checker: Checker,
  parameters: CheckParameters,
  { intervalMs, count, signal, onBegin }: SteadyChecksOptions,
): AsyncGenerator<SteadyCheck> {
  // A source port serves one connection at a time.
  const limit = parameters.source_port === undefined ? DEFAULT_CONCURRENCY : 1
  const check = async (index: number): Promise<SteadyCheck> => {
    onBegin(index)
    return { index, result: await checker.check(parameters, { signal }) }
  }
  const finished = runConcurrently(ticks(intervalMs, count, signal), check, {
    ...{ limit: () => limit, ordered: false, signal },
  })
  for await (const checks of finished) {
    for (const one of checks) {
      // What Ctrl-C cut short says nothing about the target.
      const { result } = one
      if (!(result.status === 'error' && result.details.failure === 'cancelled')) yield one
    }
  }
}

/** The numbers from 0, each at its time; one that could not be taken in time delays those after it. */
async function* ticks(
  intervalMs: number,
  count: number,
  signal: AbortSignal,
): AsyncGenerator<readonly number[]> {
  let dueMs = systemClock.monotonicMs()
  for (let index = 0; index < count; index++) {
    await sleep(systemClock, Math.max(0, dueMs - systemClock.monotonicMs()), signal)
    if (signal.aborted) return
    yield [index]
    dueMs = Math.max(dueMs + intervalMs, systemClock.monotonicMs())
  }
}
