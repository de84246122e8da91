import * as v from 'valibot'
import type { Checker } from '../../check/checker.js'
import { validateCheck } from '../../core/parameters/valid-check.js'
import type { ProbeDone } from '../../explain/evidence.js'
import { explain } from '../../explain/explain.js'
import { PROBE_WORDS } from '../../report/human/explanation/probe-words.js'
import { defineTool, type Tool } from '../tool.js'
import { CALLER } from './caller.js'
import { targetEntries } from './check-arguments.js'

const deadlineText = 'a number of seconds from 0.1 to 30'

const schema = v.strictObject({
  ...targetEntries,
  deadline: v.optional(
    v.pipe(
      v.number(deadlineText),
      v.minValue(0.1, deadlineText),
      v.maxValue(30, deadlineText),
      v.description('Seconds that the probes may take, beyond the check'),
    ),
    5,
  ),
})

/** A check and why it ended as it did, as `check-tcp explain` tells it. */
export function explainTool(
  checker: Checker,
  env: Readonly<Record<string, string | undefined>>,
): Tool {
  return defineTool<v.InferOutput<typeof schema>>({
    name: 'explain',
    title: 'Explain why a port is or is not reachable',
    description:
      'Checks a target, gathers evidence with further probes and ranks the likely reasons, each with its confidence, evidence and next steps. Use it where a check failed and somebody wants to know why; it takes some seconds longer than a check.',
    schema,
    async run({ deadline, ...target }, { signal, onProgress }) {
      const parameters = validateCheck(target)
      let probes = 0
      const onProbe = ({ probe, because }: ProbeDone) => {
        const how = because === undefined ? 'done' : `not asked, ${because}`
        onProgress(++probes, `${PROBE_WORDS[probe]}: ${how}`)
      }
      const options = { checker, signal, env, deadline, onProbe, caller: CALLER }
      return { data: await explain(parameters, options) }
    },
  })
}
