import type { Clock } from '../core/clock.js'
import { sleep } from '../core/clock.js'
import type { Evidence, ProbeName } from './evidence.js'
import type { Explanation } from './explanation.js'
import { isNotAsked, type NotAsked, notAsked, type ProbeContext, type ProbeDone } from './probe.js'
import { PROBE_NAMES, PROBES } from './probes.js'

export interface Gathered {
  readonly evidence: Evidence
  readonly not_asked: Explanation['not_asked']
}

export interface GatherOptions {
  readonly clock: Clock
  readonly deadlineMs: number
  /** Called as each probe answers. */
  readonly onProbe?: ((done: ProbeDone) => void) | undefined
}

/**
 * Asks every probe at once and waits until all have answered or `deadlineMs` is over. Whatever happens to a probe, the
 * others' findings stand.
 */
export async function gather(
  context: ProbeContext,
  { clock, deadlineMs, onProbe }: GatherOptions,
): Promise<Gathered> {
  if (context.signal.aborted) {
    const because = 'the explanation was called off'
    return { evidence: {}, not_asked: PROBE_NAMES.map((probe) => ({ probe, because })) }
  }
  const done = new AbortController()
  const deadline = sleep(clock, deadlineMs, AbortSignal.any([done.signal, context.signal]))
  const late = deadline.then(() => notAsked('it had no answer when the deadline was over'))
  const answers = await Promise.all(
    PROBE_NAMES.map(async (name) => {
      const answer = await Promise.race([ask(name, context), late])
      onProbe?.({ probe: name, ...(isNotAsked(answer) ? { because: answer.because } : {}) })
      return { name, answer }
    }),
  )
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
    return notAsked(error instanceof Error ? error.message : String(error))
  }
}
