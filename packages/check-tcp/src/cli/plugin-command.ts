import { createChecker } from '../check/checker.js'
import { validate } from '../core/validate.js'
import { checkTcpConnectionPlugin } from '../tasks/check-tcp-connection-plugin.js'
import { createRegistry } from '../tasks/registry.js'
import { EXIT } from './exit-codes.js'
import type { Terminal } from './terminal.js'
import { UsageError } from './usage-error.js'

/** Parameters are short; an endless input must not fill the memory. */
const MOST_INPUT = 1_048_576

/** `check-tcp plugin NAME`: parameters as JSON on standard input, the result as JSON on standard output. */
export async function runPlugin(name: string, terminal: Terminal): Promise<number> {
  const checker = createChecker()
  const plugin = createRegistry([checkTcpConnectionPlugin(checker)]).get(name)
  const parameters = validate(plugin.schema, parseJson(await readInput(terminal)))
  const result = await plugin.run(parameters, { signal: terminal.interrupted })
  await terminal.out(`${JSON.stringify(result)}\n`)
  await checker.close()
  return plugin.succeeded(result) ? EXIT.ok : EXIT.failed
}

async function readInput(terminal: Terminal): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of terminal.stdin) {
    chunks.push(Buffer.from(chunk))
    length += chunk.length
    if (length > MOST_INPUT)
      throw new UsageError(`parameters must be at most ${MOST_INPUT} bytes of JSON`)
  }
  return Buffer.concat(chunks).toString('utf8')
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
