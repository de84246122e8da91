import { createChecker } from '../check/checker.js'
import { runConcurrently } from '../core/run-concurrently.js'
import { type CheckFlags, targetParameters } from './check-flags.js'
import { readTargets } from './read-targets.js'
import { ResultPrinter } from './result-printer.js'
import type { Terminal } from './terminal.js'

/** Checks under way at once, for targets on the command line. */
const CONCURRENCY = 64

/** `check-tcp HOST:PORT...`: checks the targets at once and prints the results in their order. */
export async function checkTargets(
  words: readonly string[],
  flags: CheckFlags,
  terminal: Terminal,
): Promise<number> {
  const targets = readTargets(words)
  const all = targets.map((target) => targetParameters(target, flags))
  const checker = createChecker()
  const signal = terminal.interrupted
  const kind = targets.length === 1 ? 'one' : 'many'
  const printer = new ResultPrinter(terminal, { format: flags.output, kind, total: all.length })
  const results = runConcurrently(all, (parameters) => checker.check(parameters, { signal }), {
    limit: CONCURRENCY,
    ordered: true,
    signal,
  })
  for await (const result of results) await printer.add({ result })
  const code = await printer.end()
  await checker.close()
  return code
}
