import * as v from 'valibot'
import type { Checker } from '../../check/checker.js'
import { validateCheck } from '../../core/parameters/valid-check.js'
import { defineTool, type Tool } from '../tool.js'
import { CALLER } from './caller.js'
import { checkEntries } from './check-arguments.js'

const schema = v.strictObject(checkEntries)

/** One check, as `check-tcp HOST:PORT` makes it. */
export function checkTool(checker: Checker): Tool {
  return defineTool<v.InferOutput<typeof schema>>({
    name: 'check',
    title: 'Check a TCP port',
    description:
      'Checks whether a TCP connection to a host and port can be made, how fast, and if not, why and whose fault it is: the target, the network, the name service, this machine, or the policy here. Returns the result of one check; a closed port is a result, not an error.',
    schema,
    async run(given, { signal }) {
      return { data: await checker.check(validateCheck(given), { signal, caller: CALLER }) }
    },
  })
}
