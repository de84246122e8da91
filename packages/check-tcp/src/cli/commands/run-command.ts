import { existsSync } from 'node:fs'
import type { Checker } from '../../check/checker.js'
import { validateCheck } from '../../core/parameters/valid-check.js'
import { quote } from '../../core/text/show-value.js'
import { checkResultOf } from '../../report/outcome.js'
import type { OutputFormat } from '../../report/reporter.js'
import { checkTcpConnectionPlugin } from '../../tasks/check-tcp-connection-plugin.js'
import { createRegistry } from '../../tasks/registry.js'
import { loadTaskFiles, type TaskFile } from '../../tasks/task-list/load-task-files.js'
import {
  type RunTasksOptions,
  runTasks,
  type TaskProgress,
} from '../../tasks/task-list/run-tasks.js'
import type { Task } from '../../tasks/task-list/task.js'
import { placeOf } from '../../tasks/text/task-place.js'
import { YAML_LIMITS } from '../../tasks/tree/yaml-limits.js'
import { EXIT } from '../exit/exit-codes.js'
import { untilInterrupted } from '../exit/until-interrupted.js'
import { UsageError } from '../exit/usage-error.js'
import { type ConcurrencyFlag, concurrencyOf } from '../flags/concurrency-flag.js'
import { type CheckerFlags, openChecker } from '../open-checker.js'
import { readStdin } from '../targets/read-stdin.js'
import { canBeExpanded } from '../targets/read-targets.js'
import { ResultPrinter } from '../terminal/result-printer.js'
import type { Terminal } from '../terminal/terminal.js'
import { UnderWay } from '../terminal/under-way.js'
import { WorkUnderWay } from '../terminal/work-under-way.js'

export interface RunFlags extends ConcurrencyFlag, CheckerFlags {
  readonly output?: OutputFormat
  readonly slow?: 'ok' | 'fail'
}

/** `check-tcp run FILE...`, where `-` is standard input: runs the tasks of all files and prints the results in the files' order, on a terminal as they come. */
export async function runTaskFiles(
  files: readonly string[],
  flags: RunFlags,
  terminal: Terminal,
): Promise<number> {
  const limit = concurrencyOf(flags)
  refuseTargets(files)
  await using checker = await openChecker(flags, terminal)
  const underWay = new UnderWay()
  const registry = createRegistry([checkTcpConnectionPlugin(underWay.track(checker))])
  const loading = async () =>
    loadTaskFiles(await withStdin(files, terminal), { registry, environment: terminal.env })
  await using loaded = await untilInterrupted(loading(), terminal)
  if (!loaded) return EXIT.interrupted
  const { tasks } = loaded
  let finished = { done: 0, failed: 0 }
  const printer = await ResultPrinter.open(terminal, {
    format: flags.output,
    kind: 'tasks',
    total: tasks.length,
    slow: flags.slow,
    underWay,
    verbose: flags.verbose,
    finished: () => finished,
  })
  const { interrupted: signal } = terminal
  const explain = explainBy(checker, underWay, terminal)
  const onProgress = (progress: TaskProgress) => {
    finished = progress
  }
  const ordered = !printer.takesAnyOrder
  for await (const done of runTasks(tasks, { limit, ordered, signal, explain, onProgress })) {
    const { place, ...outcome } = done
    printer.add({ ...outcome, ...timeoutOf(tasks[place]) }, place)
    await printer.drained()
  }
  return await printer.end()
}

/** `-` is standard input. */
async function withStdin(
  files: readonly string[],
  terminal: Terminal,
): Promise<readonly TaskFile[]> {
  if (files.filter((file) => file === '-').length > 1) {
    throw new UsageError('standard input (-) can be read only once')
  }
  const text = files.includes('-') ? await readStdin(terminal, YAML_LIMITS.bytes) : undefined
  return files.map((file) => (file === '-' && text ? { path: '<stdin>', text } : file))
}

/** @throws {UsageError} for a target where a task file belongs */
function refuseTargets(files: readonly string[]): void {
  const targets = files.filter((file) => canBeExpanded([file]) && !existsSync(file))
  if (targets.length === 0 || targets.length < files.length) return
  throw new UsageError(`run takes task files, and ${quote(targets.join(' '))} is a target`, {
    words: ['run', ...files],
    instead: files,
  })
}

/** The seconds that an attempt of a task may take, where it makes any. */
function timeoutOf(task: Task | undefined): { readonly timeout?: number } {
  if (task?.plugin.name !== 'check_tcp_connection') return {}
  return { timeout: validateCheck(task.parameters).timeout }
}

/** Explains the results of `check_tcp_connection`. Loaded when the first task asks for it. */
function explainBy(
  checker: Checker,
  underWay: UnderWay,
  { env }: Terminal,
): NonNullable<RunTasksOptions['explain']> {
  return async (task, checked, signal) => {
    const result = checkResultOf({ result: checked })
    if (!result || task.plugin.name !== 'check_tcp_connection') return undefined
    const { DEADLINE, explainResult } = await import('../../explain/explain.js')
    const parameters = validateCheck(task.parameters)
    const work = new WorkUnderWay('explaining', task.name, DEADLINE.default)
    return underWay.show(
      work,
      explainResult(parameters, result, { checker, signal, env, task: placeOf(task) }),
    )
  }
}
