import type { TaskReference } from '../audit/entries/entry.js'
import type { InnerCheckOptions } from '../check/check-options.js'
import {
  type Checker,
  createInnerChecker,
  type InnerChecker,
  isInnerChecker,
} from '../check/checker.js'
import type { Door } from '../check/door.js'
import { type Clock, systemClock } from '../core/clock.js'
import { linkAbort } from '../core/linked-abort.js'
import type { CheckParameters } from '../core/parameters/check-parameters.js'
import type { CheckTcpConnectionParameters } from '../core/parameters/check-tcp-connection-parameters.js'
import { longestCheck } from '../core/parameters/longest-check.js'
import { validateCheck } from '../core/parameters/valid-check.js'
import { parseHost } from '../core/target/host.js'
import { type IpAddress, parseIpAddress } from '../core/target/ip-address.js'
import { toSeconds } from '../core/text/seconds.js'
import type { CheckResult } from '../core/wire/result.js'
import { isOwnAddress } from '../engine/own-addresses.js'
import type { Policy } from '../policy/policy.js'
import type { ProbeDone, ProbeName } from './evidence.js'
import type { Explanation } from './explanation.js'
import { factsOf } from './facts.js'
import { gather } from './gather.js'
import type { ExplainContext } from './probe.js'
import { unusedPort } from './probes/control-ports.js'
import { rank } from './rank.js'

/** Seconds that the probes may take beyond the check itself. */
export const DEADLINE = { default: 5, min: 0.1, max: 600 } as const

/** A SYN that is lost is sent again after a second (RFC 6298 section 2.1); the answer to that one is still waited for. */
const GRACE_MS = 2_000

export interface ExplainOptions {
  /** An address to compare the name with: "the name fails, does the address?" */
  readonly address?: string
  /** Further ports of the host to compare with. Without it one port that no service uses is asked. */
  readonly ports?: readonly number[]
  /** Seconds that the probes may take beyond the check, from 0.1 to 600. @default 5 */
  readonly deadline?: number
  /**
   * What `createChecker` made. It makes the check; its policy, limits and audit log hold for every packet of the probes
   * too. @default one of its own
   */
  readonly checker?: Checker
  /**
   * The policy of the explanation's own checker; where a `checker` is given, it has its own.
   * @default everything is allowed
   */
  readonly policy?: Policy
  /** Words that rules of the policy may go by, for the check and every probe. */
  readonly tags?: readonly string[]
  /** Who asks, where somebody passes on what others ask; rules of the policy may go by it. */
  readonly caller?: string
  /** The task that is explained, for the audit log. */
  readonly task?: TaskReference
  /** Calls everything off; the explanation then has what is known. */
  readonly signal?: AbortSignal
  /** Environment, for the proxies that it sets. @default none */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Called as each probe answers, for showing progress. @default not called */
  readonly onProbe?: (done: ProbeDone) => void
  /** @default the system's clock */
  readonly clock?: Clock
}

/**
 * Seconds that an explanation takes at most: `attempts` times `timeout`, and `retry_delay` between them, for the check;
 * and `deadline` for the probes.
 */
export function longestExplanation(
  parameters: Parameters<typeof longestCheck>[0],
  deadline: number = DEADLINE.default,
): number {
  return longestCheck(parameters) + deadline
}

/**
 * Checks a target and says why it ended as it did: evidence is gathered by probes, at once and within a deadline, and
 * reasons are ranked by it. Only the asked host and the configured name servers are sent anything.
 *
 * It takes at most `attempts` × `timeout` (and the pauses between them) plus `deadline` seconds: 15 where nobody says
 * otherwise. Once an address of a name has answered with no, the silent ones are waited for 2 s longer and count as
 * `timeout` then.
 *
 * @throws {InvalidParametersError} (as a rejection) for parameters that cannot be checked
 * @throws {RangeError} (as a rejection) for a deadline or address out of range, or a policy that is not the checker's
 * @throws {TypeError} (as a rejection) for a checker that `createChecker` did not make
 * @example
 * const { reasons } = await explain({ host: 'db.internal', port: 5432 })
 * console.log(reasons[0]?.text)
 */
export async function explain(
  parameters: CheckTcpConnectionParameters,
  options: ExplainOptions = {},
): Promise<Explanation> {
  const valid = validateCheck(parameters)
  const { policy, clock = systemClock } = options
  checkOptions(options)
  if (!options.checker) {
    const own = createInnerChecker(policy ? { policy } : {})
    try {
      return await explain(valid, { ...options, checker: own })
    } finally {
      void own.close()
    }
  }
  const checker = innerOf(options.checker)
  if (policy && policy !== checker.policy) {
    throw new RangeError('`policy` must be that of `checker`, or be left out')
  }
  const whole = linkAbort(options.signal)
  const wholeMs = longestExplanation(valid, options.deadline) * 1_000
  // A check keeps its time by itself, but for what it waits for its turns.
  const cancelTimer = checker.isLimited ? clock.setTimer(wholeMs, whole.abort) : undefined
  const { signal } = whole
  try {
    const asked: InnerCheckOptions = {
      signal,
      ...reasonsOf(options),
      ...(valid.min_addresses === undefined ? { graceMs: GRACE_MS } : {}),
    }
    const result = await checker.check(valid, asked)
    return await explainResult(valid, result, { ...options, checker, signal })
  } finally {
    cancelTimer?.()
    whole.release()
  }
}

/** What the policy and the audit log go by, as far as it was said. */
function reasonsOf({
  tags,
  caller,
  task,
}: ExplainOptions): Pick<ExplainOptions, 'tags' | 'caller' | 'task'> {
  return {
    ...(tags ? { tags } : {}),
    ...(caller === undefined ? {} : { caller }),
    ...(task ? { task } : {}),
  }
}

function innerOf(checker: Checker): InnerChecker {
  if (isInnerChecker(checker)) return checker
  throw new TypeError('`checker` must be one that createChecker made')
}

/** The same for a check that has been made; what the probes send goes through the door of `checker`. */
export async function explainResult(
  parameters: CheckParameters,
  result: CheckResult,
  options: ExplainOptions & Required<Pick<ExplainOptions, 'checker'>>,
): Promise<Explanation> {
  const { clock = systemClock, deadline = DEADLINE.default } = options
  const deadlineMs = deadline * 1_000
  const startMs = clock.monotonicMs()
  const abort = linkAbort(options.signal)
  const cancelTimer = clock.setTimer(deadlineMs, abort.abort)
  try {
    const context = contextOf(parameters, result, options, deadlineMs, abort.signal)
    const doorOf = (probe: ProbeName) => openDoor(probe, context, options)
    const { onProbe } = options
    const gathered = await gather(context, { clock, deadlineMs, doorOf, onProbe })
    return {
      result,
      reasons: rank(factsOf(context, gathered)),
      evidence: gathered.evidence,
      not_asked: gathered.not_asked,
      probe_time: toSeconds(clock.monotonicMs() - startMs),
    }
  } finally {
    cancelTimer()
    abort.abort()
    abort.release()
  }
}

/** @throws {RangeError} before anything is asked */
function checkOptions({ deadline = DEADLINE.default, address }: ExplainOptions): void {
  if (!(deadline >= DEADLINE.min && deadline <= DEADLINE.max)) {
    throw new RangeError(
      `deadline must be a number of seconds from ${DEADLINE.min} to ${DEADLINE.max}`,
    )
  }
  if (address !== undefined) readAddress(address)
}

function contextOf(
  parameters: CheckParameters,
  result: CheckResult,
  options: ExplainOptions,
  budgetMs: number,
  signal: AbortSignal,
): ExplainContext {
  const { ports = [], env = {} } = options
  const host = parseHost(parameters.host)
  const address = addressOf(parameters, result)
  const otherAddress = options.address === undefined ? undefined : readAddress(options.address)
  return {
    parameters,
    result,
    ...(host.kind === 'name' ? { name: host.name } : {}),
    ...(address ? { address } : {}),
    isThisMachine: address !== undefined && isOwnAddress(address),
    ...(otherAddress ? { otherAddress } : {}),
    controlPorts: [
      unusedPort(parameters.port),
      ...ports.filter((port) => port !== parameters.port),
    ],
    env,
    budgetMs,
    signal,
  }
}

/** The way out for a probe's packets: they are about the host that was asked for, and asked for by the same. */
function openDoor(
  probe: ProbeName,
  { name, parameters, result, signal }: ExplainContext,
  options: ExplainOptions & Required<Pick<ExplainOptions, 'checker'>>,
): Door {
  const { tags, caller, task } = options
  return innerOf(options.checker).door({
    host: name ?? parameters.host,
    subject: { name, fullName: result.details.name, tags, caller },
    why: { task, caller, tags },
    probe,
    signal,
  })
}

/** The address that speaks for the check, or the first one that was tried. */
function addressOf({ host }: CheckParameters, { details }: CheckResult): IpAddress | undefined {
  const literal = parseHost(host)
  if (literal.kind === 'address') return literal.address
  return parseIpAddress(details.address ?? details.attempts.at(-1)?.addresses[0]?.address ?? '')
}

function readAddress(text: string): IpAddress {
  const host = parseHost(text)
  if (host.kind === 'address') return host.address
  throw new RangeError(`address must be an IP address, got ${text}`)
}
