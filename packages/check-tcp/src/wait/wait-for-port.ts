import { sharedChecker } from '../check/shared-checker.js'
import { systemClock } from '../core/clock.js'
import type { CheckParameters } from '../core/parameters/check-parameters.js'
import type { CheckTcpConnectionParameters } from '../core/parameters/check-tcp-connection-parameters.js'
import {
  InvalidParametersError,
  type ParameterProblem,
} from '../core/parameters/invalid-parameters.js'
import { problemsOfCheck } from '../core/parameters/valid-check.js'
import { parseTarget } from '../core/target/target.js'
import type { CheckResult } from '../core/wire/result.js'
import { TargetWait } from './target-wait.js'
import { whyUnmet } from './unmet-wait.js'
import { waitForTargets } from './wait-for-targets.js'
import { problemsOfOptions, type WaitOptions } from './wait-options.js'

/** A port of this machine, a target as people write it (`db:5432`, a URL), or the parameters of a check. */
export type WaitTarget = number | string | CheckTcpConnectionParameters

/** What came of one target. */
export interface WaitedTarget {
  readonly host: string
  readonly port: number
  /** It has reached the state. */
  readonly reached: boolean
  /** Why not, in a sentence. */
  readonly problem?: string
  /** The last result that says something of it. */
  readonly result: CheckResult
}

/** How a wait ended. */
export interface WaitResult {
  /** The state was reached: by every target, or by one where any was enough. */
  readonly reached: boolean
  /** `never`: the policy denies a target, or there is no such host; more waiting would not help. */
  readonly ended: 'reached' | 'time_over' | 'never' | 'cancelled'
  /** Seconds from the beginning to the end. */
  readonly waited: number
  /** In the order in which they were given. */
  readonly targets: readonly WaitedTarget[]
}

/**
 * Waits until a port is open, or several: of a service that starts, in a test or a deploy script.
 *
 * @param targets one or several: a port of localhost, `HOST:PORT`, a URL, or parameters as `checkTcpConnection` takes
 *   them, such as `{ host: 'db', port: 5432, banner: true }` for a service that must also greet
 * @param options how long and for what, and what ends the wait early
 * @returns how it ended; that the time is over is a result too, never an exception
 * @throws {InvalidParametersError} (as a rejection) for targets and options that cannot be used, all problems at once
 * @example
 * const { reached, targets } = await waitForPort(['db:5432', 'cache:6379'], { within: 30 })
 * if (!reached) for (const { problem } of targets) console.error(problem)
 */
export async function waitForPort(
  targets: WaitTarget | readonly WaitTarget[],
  options: WaitOptions = {},
): Promise<WaitResult> {
  const { parameters, until, mode, within, interval } = validated(targets, options)
  const { signal, tags, caller, task, onProgress } = options
  const checker = options.checker ?? sharedChecker()
  const clock = systemClock
  const startMs = clock.monotonicMs()
  const waited = () => Math.round((clock.monotonicMs() - startMs) * 1_000) / 1_000_000
  const waits = parameters.map((one) => new TargetWait(one))
  const missing = () => waits.filter(({ isReached }) => !isReached).length
  const checkOptions = {
    ...(signal ? { signal } : {}),
    ...(tags ? { tags } : {}),
    ...(caller === undefined ? {} : { caller }),
    ...(task ? { task } : {}),
  }
  const tools = {
    check: checker.check,
    clock,
    until,
    intervalMs: interval * 1_000,
    endMs: startMs + within * 1_000,
    options: checkOptions,
  }
  const reached = await waitForTargets(waits, mode, tools, {
    onChecked({ isReached, parameters: { host, port } }, result) {
      const error = isReached || result.error === undefined ? {} : { error: result.error }
      onProgress?.({
        host,
        port,
        reached: isReached,
        ...error,
        missing: missing(),
        waited: waited(),
      })
    },
  })
  const isNever = waits.some((wait) => wait.isHopeless(until))
  const unmet = signal?.aborted ? 'cancelled' : isNever ? 'never' : 'time_over'
  return {
    reached,
    ended: reached ? 'reached' : unmet,
    waited: waited(),
    targets: waits.map((wait) => toWaitedTarget(wait, { until, forSeconds: within })),
  }
}

interface ValidWait {
  readonly parameters: readonly CheckParameters[]
  readonly until: 'open' | 'closed'
  readonly mode: 'all' | 'any'
  readonly within: number
  readonly interval: number
}

/** @throws {InvalidParametersError} with everything that is wrong */
function validated(given: WaitTarget | readonly WaitTarget[], options: WaitOptions): ValidWait {
  const list: readonly WaitTarget[] = Array.isArray(given) ? given : [given]
  const read = problemsOfOptions(options)
  const problems: ParameterProblem[] = Array.isArray(read) ? [...read] : []
  if (list.length === 0)
    problems.push(problemOf('targets', given, 'there is no target to wait for'))
  const timeout = Array.isArray(read) ? undefined : read.output.timeout
  const parameters = list.flatMap((target) => {
    const one = parametersOf(target, timeout)
    if ('problem' in one) {
      problems.push(problemOf('targets', target, one.problem))
      return []
    }
    const valid = problemsOfCheck(one.input)
    if (!Array.isArray(valid)) return [{ ...valid }]
    problems.push(...valid)
    return []
  })
  if (problems.length > 0 || Array.isArray(read)) throw new InvalidParametersError(problems)
  return { ...read.output, parameters }
}

function problemOf(key: string, value: unknown, message: string): ParameterProblem {
  return { key, value, message }
}

/** Where the target does not say how long an attempt may take, the options do. */
function parametersOf(
  target: WaitTarget,
  timeout: number | undefined,
): { readonly input: unknown } | { readonly problem: string } {
  const common = timeout === undefined ? {} : { timeout }
  if (typeof target === 'number') return { input: { host: 'localhost', port: target, ...common } }
  if (typeof target !== 'string') return { input: { ...common, ...target } }
  const parsed = parseTarget(target)
  return 'problem' in parsed
    ? { problem: parsed.problem }
    : { input: { ...parsed.target, ...common } }
}

function toWaitedTarget(
  wait: TargetWait,
  { until, forSeconds }: { readonly until: 'open' | 'closed'; readonly forSeconds: number },
): WaitedTarget {
  const { parameters, last, isReached, hasExisted, hasLearned } = wait
  const { host, port, timeout, family } = parameters
  if (!last) throw new Error('a wait that has ended has checked at least once')
  const unmet = { last, until, forSeconds, timeoutSeconds: timeout, hasExisted, hasLearned }
  const problem = isReached ? {} : { problem: whyUnmet({ ...unmet, family: String(family) }) }
  return { host, port, reached: isReached, ...problem, result: last }
}
