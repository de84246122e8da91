import { onAbort } from '../../core/abort.js'
import { type Clock, sleep, systemClock } from '../../core/clock.js'
import { linkAbort } from '../../core/linked-abort.js'
import { runConcurrently } from '../../core/run-concurrently.js'
import type { Explanation } from '../../explain/explanation.js'
import { placeOf } from '../text/task-place.js'
import type { Task } from './task.js'

/** How many tasks run at once where nobody says. */
const DEFAULT_TASK_LIMIT = 64

/** How long an aborted run waits for a plugin that pays no heed to its signal. */
const CANCEL_GRACE_MS = 1_000

/** What became of one task. */
export interface TaskOutcome {
  /** Of the task among all; the first is 0. */
  readonly place: number
  readonly name: string
  readonly plugin: string
  /** The plugin's result, or a `BrokenTask` where there is none. */
  readonly result: unknown
  readonly succeeded: boolean
  /** Why it failed, where the task asked for that. */
  readonly explanation?: Explanation
  /** The plugin gave no result: it threw, or was given up. Says nothing about what it was to look at. */
  readonly broken?: true
}

/** Stands for the result of a plugin that threw, or that was given up after an abort. */
interface BrokenTask {
  readonly status: 'error'
  readonly error: string
}

export interface TaskProgress {
  readonly done: number
  readonly failed: number
  readonly total: number
}

export interface RunTasksOptions {
  /**
   * How many tasks run at once, at least 1.
   * @default 64
   */
  readonly limit?: number
  /** After its abort no task begins; those under way end as their plugin ends them, within about a second. */
  readonly signal?: AbortSignal
  /**
   * Hands outcomes out in the order of the tasks; otherwise in the order in which they finish.
   * @default true
   */
  readonly ordered?: boolean
  /** Called as each task finishes, which may be before its outcome is handed out. */
  readonly onProgress?: (progress: TaskProgress) => void
  /** Explains the failed results of tasks with `explain: true`; `undefined` where it has nothing to say of one. */
  readonly explain?: (
    task: Task,
    result: unknown,
    signal: AbortSignal,
  ) => Promise<Explanation | undefined>
  /** @default the system's clock */
  readonly clock?: Clock
}

/**
 * Runs the tasks, several at once, and hands their outcomes out, each as soon as it and, where they are `ordered`,
 * those before it are finished. A task that breaks is an outcome like any other. A consumer that stops early
 * cancels what is under way.
 */
export async function* runTasks(
  tasks: readonly Task[],
  options: RunTasksOptions = {},
): AsyncGenerator<TaskOutcome, void> {
  const { limit = DEFAULT_TASK_LIMIT, ordered = true, onProgress, clock = systemClock } = options
  const abort = linkAbort(options.signal ?? new AbortController().signal)
  const underWay = new Set<Promise<TaskOutcome>>()
  let done = 0
  let failed = 0

  const run = ([place, task]: readonly [number, Task]): Promise<TaskOutcome> => {
    const told = runTask(task, abort.signal, { ...options, clock })
    const running = told.then((outcome) => {
      underWay.delete(running)
      done += 1
      if (!outcome.succeeded) failed += 1
      onProgress?.({ done, failed, total: tasks.length })
      return { place, ...outcome }
    })
    underWay.add(running)
    return running
  }

  try {
    const finished = runConcurrently([tasks.entries()], run, {
      ...{ limit: () => limit, ordered, signal: abort.signal },
    })
    for await (const outcomes of finished) yield* outcomes
  } finally {
    abort.abort()
    await Promise.all(underWay)
    abort.release()
  }
}

async function runTask(
  task: Task,
  signal: AbortSignal,
  { clock, explain }: RunTasksOptions & { readonly clock: Clock },
): Promise<Omit<TaskOutcome, 'place'>> {
  const { name, plugin, parameters } = task
  const head = { name, plugin: plugin.name }
  const brokenOutcome = (error: string) => ({
    ...head,
    result: brokenTask(error),
    succeeded: false,
    broken: true as const,
  })
  const over = new AbortController()
  try {
    const result = await Promise.race([
      plugin.run(parameters, { signal, task: placeOf(task) }),
      givenUp(signal, over.signal, clock),
    ])
    if (result === GIVEN_UP) return brokenOutcome('Cancelled')
    const succeeded = plugin.succeeded(result)
    const explanation =
      succeeded || !task.explain ? undefined : await explain?.(task, result, signal)
    return { ...head, result, succeeded, ...(explanation ? { explanation } : {}) }
  } catch (error) {
    return brokenOutcome(error instanceof Error ? error.message : String(error))
  } finally {
    over.abort()
  }
}

const GIVEN_UP = Symbol('given up')

/** Resolves some time after an abort, unless the work is over before. */
function givenUp(signal: AbortSignal, over: AbortSignal, clock: Clock): Promise<typeof GIVEN_UP> {
  return new Promise((resolve) => {
    const wait = () => void sleep(clock, CANCEL_GRACE_MS, over).then(() => resolve(GIVEN_UP))
    if (signal.aborted) return wait()
    onAbort(over, onAbort(signal, wait))
  })
}

function brokenTask(error: string): BrokenTask {
  return { status: 'error', error: error === '' ? 'The plugin failed without a message' : error }
}
