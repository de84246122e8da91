import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { Clock } from '../../core/clock.js'
import type { Plugin, PluginContext } from '../plugin.js'
import { runTasks, type TaskOutcome, type TaskProgress } from './run-tasks.js'
import type { Task } from './task.js'

/** A plugin that does what the test says for each task. */
function tasksOf(
  count: number,
  run: (index: number, context: PluginContext) => Promise<unknown>,
): Task[] {
  const schema = v.strictObject({ index: v.number() })
  const plugin: Plugin<typeof schema, unknown> = {
    name: 'act',
    description: 'For these tests.',
    schema,
    run: ({ index }, context) => run(index, context),
    succeeded: (result) => result !== 'bad',
  }
  return Array.from({ length: count }, (_, index) => ({
    name: `task ${index}`,
    plugin,
    parameters: { index },
    file: 'a.yaml',
    line: index + 1,
  }))
}

async function collect(outcomes: AsyncIterable<TaskOutcome>): Promise<TaskOutcome[]> {
  const all: TaskOutcome[] = []
  for await (const outcome of outcomes) all.push(outcome)
  return all
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

/** A clock whose timers fire as soon as they are set. */
const instantClock: Clock = {
  wallMs: () => 0,
  monotonicMs: () => 0,
  setTimer(_, fire) {
    const immediate = setImmediate(fire)
    return () => clearImmediate(immediate)
  },
}

describe('runTasks', () => {
  it('hands outcomes out in the order of the tasks, whatever the order of their ends', async () => {
    const ends: (() => void)[] = []
    const tasks = tasksOf(
      3,
      (index) => new Promise((resolve) => (ends[index] = () => resolve(index))),
    )
    const outcomes = collect(runTasks(tasks))
    await turn()
    for (const index of [2, 0, 1]) ends[index]?.()
    expect((await outcomes).map(({ result }) => result)).toEqual([0, 1, 2])
  })

  it('hands them out in the order of their ends, with their places, where they are not ordered', async () => {
    const ends: (() => void)[] = []
    const tasks = tasksOf(
      2,
      (index) => new Promise((resolve) => (ends[index] = () => resolve(index))),
    )
    const outcomes = collect(runTasks(tasks, { ordered: false }))
    await turn()
    for (const index of [1, 0]) ends[index]?.()
    expect((await outcomes).map(({ place, result }) => [place, result])).toEqual([
      [1, 1],
      [0, 0],
    ])
  })

  it('hands an outcome out while later tasks are still under way', async () => {
    const tasks = tasksOf(2, (index, { signal }) =>
      index === 0
        ? Promise.resolve('first')
        : new Promise((resolve) => signal.addEventListener('abort', () => resolve('late'))),
    )
    for await (const { name, plugin, result, succeeded } of runTasks(tasks)) {
      expect({ name, plugin, result, succeeded }).toEqual({
        name: 'task 0',
        plugin: 'act',
        result: 'first',
        succeeded: true,
      })
      break
    }
  })

  it('runs no more at once than its limit, 64 where none is given', async () => {
    for (const [limit, expected] of [
      [5, 5],
      [undefined, 64],
    ] as const) {
      let running = 0
      let most = 0
      const tasks = tasksOf(200, async () => {
        most = Math.max(most, ++running)
        await turn()
        running -= 1
      })
      await collect(runTasks(tasks, limit === undefined ? {} : { limit }))
      expect(most).toBe(expected)
    }
  })

  it('makes a failed outcome of a plugin that throws, and goes on', async () => {
    const tasks = tasksOf(3, async (index) => {
      if (index === 1) throw new Error('out of order')
      return index
    })
    expect(
      (await collect(runTasks(tasks))).map(({ result, succeeded }) => [result, succeeded]),
    ).toEqual([
      [0, true],
      [{ status: 'error', error: 'out of order' }, false],
      [2, true],
    ])
  })

  it('makes a failed outcome of a plugin that throws before its promise', async () => {
    const tasks = tasksOf(1, () => {
      throw new TypeError('')
    })
    expect(await collect(runTasks(tasks))).toMatchObject([
      { result: { error: 'The plugin failed without a message' }, succeeded: false },
    ])
  })

  it('tells its progress as tasks finish, failures counted', async () => {
    const told: TaskProgress[] = []
    const tasks = tasksOf(3, async (index) => (index === 1 ? 'bad' : 'good'))
    await collect(runTasks(tasks, { limit: 1, onProgress: (progress) => told.push(progress) }))
    expect(told).toEqual([
      { done: 1, failed: 0, total: 3 },
      { done: 2, failed: 1, total: 3 },
      { done: 3, failed: 1, total: 3 },
    ])
  })

  it('begins no task after an abort, and hands out what the others made of it', async () => {
    const abort = new AbortController()
    const begun: number[] = []
    const tasks = tasksOf(100, (index, { signal }) => {
      begun.push(index)
      if (index === 0) return Promise.resolve('finished')
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve('cancelled')))
    })
    const outcomes = collect(runTasks(tasks, { limit: 4, signal: abort.signal }))
    await turn()
    abort.abort()
    const results = (await outcomes).map(({ result }) => result)
    expect(results).toEqual(['finished', ...Array(begun.length - 1).fill('cancelled')])
    expect(begun.length).toBeLessThan(10)
  })

  it('begins nothing where the signal is aborted already', async () => {
    const tasks = tasksOf(3, () => Promise.reject(new Error('must not run')))
    expect(await collect(runTasks(tasks, { signal: AbortSignal.abort() }))).toEqual([])
  })

  it('gives a plugin up that pays no heed to the abort', async () => {
    const abort = new AbortController()
    const tasks = tasksOf(1, () => new Promise(() => {}))
    const outcomes = collect(runTasks(tasks, { signal: abort.signal, clock: instantClock }))
    await turn()
    abort.abort()
    expect(await outcomes).toMatchObject([
      { result: { status: 'error', error: 'Cancelled' }, succeeded: false },
    ])
  })

  it('cancels what is under way, and waits for it, when the consumer stops early', async () => {
    let cancelled = 0
    const tasks = tasksOf(10, (index, { signal }) =>
      index === 0
        ? Promise.resolve()
        : new Promise<void>((resolve) =>
            signal.addEventListener('abort', () => {
              cancelled += 1
              resolve()
            }),
          ),
    )
    for await (const _ of runTasks(tasks, { limit: 3 })) {
      await turn()
      break
    }
    expect(cancelled).toBeGreaterThan(0)
  })

  it('runs 20,000 tasks', async () => {
    const outcomes = await collect(runTasks(tasksOf(20_000, async (index) => index)))
    expect(outcomes.every(({ result }, index) => result === index)).toBe(true)
  })
})
