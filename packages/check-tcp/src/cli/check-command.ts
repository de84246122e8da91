import { createChecker } from '../check/checker.js'
import { runConcurrently } from '../core/run-concurrently.js'
import { type CheckFlags, targetParameters, timeoutOf } from './check-flags.js'
import { type ConcurrencyFlag, concurrencyOf } from './concurrency-flag.js'
import { readTargets } from './read-targets.js'
import { ResultPrinter } from './result-printer.js'
import type { Terminal } from './terminal.js'

/** `check-tcp HOST:PORT...`: checks the targets at once and prints the results in their order. */
export async function checkTargets(
  words: readonly string[],
  flags: CheckFlags & ConcurrencyFlag,
  terminal: Terminal,
): Promise<number> {
  const targets = readTargets(words)
  const limit = concurrencyOf(flags)
  const all = targets.map((target) => targetParameters(target, flags))
  const checker = createChecker()
  const signal = terminal.interrupted
  const printer = new ResultPrinter(terminal, {
    format: flags.output,
    kind: targets.length === 1 ? 'one' : 'many',
    total: all.length,
    timeout: timeoutOf(flags),
  })
  const results = runConcurrently(all, (parameters) => checker.check(parameters, { signal }), {
    limit,
    ordered: true,
    signal,
  })
  for await (const result of results) await printer.add({ result })
  const code = await printer.end()
  await checker.close()
  return code
}
