import * as v from 'valibot'
import type { Checker } from '../../check/checker.js'
import { type Clock, systemClock } from '../../core/clock.js'
import { validateCheck } from '../../core/parameters/valid-check.js'
import { toSeconds } from '../../core/text/seconds.js'
import { TargetWait } from '../../wait/target-wait.js'
import { whyUnmet } from '../../wait/unmet-wait.js'
import { defineTool, type Tool } from '../tool.js'
import { CALLER } from './caller.js'
import { targetEntries } from './check-arguments.js'

/** Seconds. Longer waits belong to a script or a monitor. */
const LONGEST_WAIT = 600

const forText = `a number of seconds from 1 to ${LONGEST_WAIT}`
const intervalText = 'a number of seconds from 0.1 to 60'

const schema = v.strictObject({
  ...targetEntries,
  until: v.optional(
    v.pipe(v.picklist(['open', 'closed'], 'open or closed'), v.description('What to wait for')),
    'open',
  ),
  for: v.optional(
    v.pipe(
      v.number(forText),
      v.minValue(1, forText),
      v.maxValue(LONGEST_WAIT, forText),
      v.description('Seconds after which to give up'),
    ),
    60,
  ),
  interval: v.optional(
    v.pipe(
      v.number(intervalText),
      v.minValue(0.1, intervalText),
      v.maxValue(60, intervalText),
      v.description('Seconds between two attempts'),
    ),
    1,
  ),
})

/** Waits as `check-tcp wait` does. */
export function waitTool(checker: Checker, clock: Clock = systemClock): Tool {
  return defineTool<v.InferOutput<typeof schema>>({
    name: 'wait',
    title: 'Wait until a port is open or closed',
    description:
      'Checks a target again and again until its port is open (or closed), or the time is over. Says whether that was reached, after how many checks, and why not.',
    schema,
    async run({ until, for: forSeconds, interval, ...target }, { signal, onProgress }) {
      const wait = new TargetWait(validateCheck(target))
      const { parameters } = wait
      const startMs = clock.monotonicMs()
      let checks = 0
      const tools = {
        check: checker.check,
        clock,
        until,
        intervalMs: interval * 1_000,
        endMs: startMs + forSeconds * 1_000,
        options: { caller: CALLER },
      }
      await wait.run(tools, signal, () => {
        checks++
        onProgress(checks, `waiting for the port to be ${until}`)
      })
      const { last, isReached: reached, hasExisted, hasLearned } = wait
      if (!last) return { problem: 'the wait was cancelled before its first check' }
      const times = { forSeconds, timeoutSeconds: parameters.timeout }
      const family = parameters.family === 'any' ? undefined : String(parameters.family)
      const unmet = { last, until, ...times, family, hasExisted, hasLearned }
      const waited = toSeconds(clock.monotonicMs() - startMs)
      const told = { reached, until, waited, checks, ...(reached ? {} : { why: whyUnmet(unmet) }) }
      return { data: { ...told, result: last } }
    },
  })
}
