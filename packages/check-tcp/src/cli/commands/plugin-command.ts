import { validate } from '../../core/parameters/validate.js'
import { jsonText } from '../../core/text/json-text.js'
import { jsonSafe } from '../../report/formats/json-safe.js'
import { checkResultOf } from '../../report/outcome.js'
import { checkTcpConnectionPlugin } from '../../tasks/check-tcp-connection-plugin.js'
import { createRegistry } from '../../tasks/registry.js'
import { EXIT } from '../exit/exit-codes.js'
import { untilInterrupted } from '../exit/until-interrupted.js'
import { UsageError } from '../exit/usage-error.js'
import { openChecker } from '../open-checker.js'
import { readStdin } from '../targets/read-stdin.js'
import type { Terminal } from '../terminal/terminal.js'

/** Parameters are short. */
const MAX_INPUT = 1_048_576

/** `check-tcp plugin NAME`: parameters as JSON on standard input, the result as JSON on standard output. */
export async function runPlugin(name: string, terminal: Terminal): Promise<number> {
  await using checker = await openChecker({}, terminal)
  const plugin = createRegistry([checkTcpConnectionPlugin(checker)]).get(name)
  const input = await untilInterrupted(readInput(terminal), terminal)
  if (input === undefined) return EXIT.interrupted
  const parameters = validate(plugin.schema, parseJson(input))
  const result = await plugin.run(parameters, { signal: terminal.interrupted })
  await terminal.out(`${jsonText(jsonSafe(result))}\n`)
  if (plugin.succeeded(result)) return EXIT.ok
  return checkResultOf({ result })?.details.fault === 'policy' ? EXIT.denied : EXIT.failed
}

async function readInput(terminal: Terminal): Promise<string> {
  const bytes = await readStdin(terminal, MAX_INPUT)
  if (bytes.length > MAX_INPUT) {
    throw new UsageError(`parameters must be at most ${MAX_INPUT} bytes of JSON`)
  }
  return bytes.toString('utf8')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError(
      `standard input must be parameters as JSON, such as {"host": "localhost", "port": 22}: ${why}`,
    )
  }
}
