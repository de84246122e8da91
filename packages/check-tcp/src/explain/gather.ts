import { setImmediate as othersTurn } from 'node:timers/promises'
import { type Door, NO_TURN } from '../check/door.js'
import type { Clock } from '../core/clock.js'
import { sleep } from '../core/clock.js'
import { isSystemError, systemErrorText } from '../core/failure/system-error-text.js'
import type { Evidence, ProbeDone, ProbeName } from './evidence.js'
import type { Explanation } from './explanation.js'
import {
  type ExplainContext,
  isNotAsked,
  type NotAsked,
  notAsked,
  type ProbeContext,
} from './probe.js'
import { PROBE_NAMES, PROBES } from './probes.js'

const TOO_LATE = 'it had no answer by the deadline'

export interface Gathered {
  readonly evidence: Evidence
  readonly not_asked: Explanation['not_asked']
}

interface GatherOptions {
  readonly clock: Clock
  readonly deadlineMs: number
  /** The way out for what a probe sends. */
  readonly doorOf: (probe: ProbeName) => Door
  /** Called as each probe answers. */
  readonly onProbe?: ((done: ProbeDone) => void) | undefined
}

/**
 * Asks every probe, one right after the other, and waits until all have answered or `deadlineMs` is over. Whatever happens to a
 * probe, the others' findings stand. Whatever else this process does has its turn in between: starting a program takes a while.
 */
export async function gather(
  context: ExplainContext,
  { clock, deadlineMs, doorOf, onProbe }: GatherOptions,
): Promise<Gathered> {
  const nothing = (because: string) => ({
    evidence: {},
    not_asked: PROBE_NAMES.map((probe) => ({ probe, because })),
  })
  if (context.signal.aborted) return nothing('the explanation was cancelled')
  const { failure } = context.result.details
  if (failure === 'denied_by_policy') return nothing('the policy denies the target')
  const done = new AbortController()
  const deadline = sleep(clock, deadlineMs, AbortSignal.any([done.signal, context.signal]))
  const answerOf = async (name: ProbeName) => {
    const door = doorOf(name)
    const late = deadline.then(() => notAsked(door.isHeldUp ? NO_TURN : TOO_LATE))
    const answer = await Promise.race([ask(name, { ...context, door }), late])
    onProbe?.({ probe: name, ...(isNotAsked(answer) ? { because: answer.because } : {}) })
    return { name, answer }
  }
  const asked: ReturnType<typeof answerOf>[] = []
  for (const name of PROBE_NAMES) {
    asked.push(answerOf(name))
    await othersTurn()
  }
  const answers = await Promise.all(asked)
  done.abort()
  return {
    // Each answer stands under the name of the probe that gave it.
    evidence: Object.fromEntries(
      answers.flatMap(({ name, answer }) => (isNotAsked(answer) ? [] : [[name, answer]])),
    ),
    not_asked: answers.flatMap(({ name, answer }) =>
      isNotAsked(answer) ? [{ probe: name, because: answer.because }] : [],
    ),
  }
}

async function ask(
  name: ProbeName,
  context: ProbeContext,
): Promise<Evidence[ProbeName] | NotAsked> {
  try {
    return await PROBES[name].ask(context)
  } catch (error) {
    return notAsked(whyNot(error))
  }
}

/** What a probe reads, such as `/proc/net/tcp`, may be missing or closed to this user. */
function whyNot(error: unknown): string {
  if (!isSystemError(error)) return error instanceof Error ? error.message : String(error)
  const reason = systemErrorText(error)
  return error.path === undefined ? reason : `cannot read ${error.path}: ${reason}`
}
