import type { Checker } from '../check/checker.js'
import { checkTcpConnectionSchema } from '../core/parameters.js'
import { validate } from '../core/validate.js'
import { checkResultOf } from '../report/outcome.js'
import type { OutputFormat } from '../report/reporter.js'
import { checkTcpConnectionPlugin } from '../tasks/check-tcp-connection-plugin.js'
import { loadTaskFiles } from '../tasks/load-task-files.js'
import { createRegistry } from '../tasks/registry.js'
import { type RunTasksOptions, runTasks } from '../tasks/run-tasks.js'
import { type ConcurrencyFlag, concurrencyOf } from './concurrency-flag.js'
import { EXIT } from './exit-codes.js'
import { type CheckerFlags, openChecker } from './open-checker.js'
import { ResultPrinter } from './result-printer.js'
import type { Terminal } from './terminal.js'
import { untilInterrupted } from './until-interrupted.js'

export interface RunFlags extends ConcurrencyFlag, CheckerFlags {
  readonly output?: OutputFormat
  readonly slow?: 'ok' | 'fail'
}

/** `check-tcp run FILE...`: runs the tasks of all files and prints the results in the files' order. */
export async function runTaskFiles(
  files: readonly string[],
  flags: RunFlags,
  terminal: Terminal,
): Promise<number> {
  const limit = concurrencyOf(flags)
  const checker = await openChecker(flags, terminal)
  const registry = createRegistry([checkTcpConnectionPlugin(checker)])
  const loading = loadTaskFiles(files, { registry, environment: terminal.env })
  const loaded = await untilInterrupted(loading, terminal)
  if (!loaded) return EXIT.interrupted
  const { tasks, close } = loaded
  const printer = await ResultPrinter.open(terminal, {
    format: flags.output,
    kind: 'tasks',
    total: tasks.length,
    slow: flags.slow,
  })
  const { interrupted: signal } = terminal
  const explain = explainBy(checker, terminal)
  for await (const outcome of runTasks(tasks, { limit, signal, explain })) {
    printer.add(outcome)
    await printer.drained()
  }
  const code = await printer.end()
  await checker.close()
  await close()
  return code
}

/** Explains the results of `check_tcp_connection`. Loaded when the first task asks for it. */
function explainBy(checker: Checker, { env }: Terminal): NonNullable<RunTasksOptions['explain']> {
  return async (task, checked, signal) => {
    const result = checkResultOf({ result: checked })
    if (!result || task.plugin.name !== 'check_tcp_connection') return undefined
    const { explainResult } = await import('../explain/explain.js')
    const parameters = validate(checkTcpConnectionSchema, task.parameters)
    return explainResult(parameters, result, { checker, signal, env })
  }
}
