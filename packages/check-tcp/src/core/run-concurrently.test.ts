import { describe, expect, it } from 'vitest'
import { runConcurrently } from './run-concurrently.js'

const never = new AbortController().signal

async function collect<T>(finished: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = []
  for await (const results of finished) all.push(...results)
  return all
}

/** Work whose end each test decides. */
function manual() {
  const ends = new Map<number, () => void>()
  const started: number[] = []
  const run = (item: number) =>
    new Promise<number>((resolve) => {
      started.push(item)
      ends.set(item, () => resolve(item))
    })
  return { run, started, end: (item: number) => ends.get(item)?.() }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('runConcurrently', () => {
  it('never runs more than the limit at once', async () => {
    let running = 0
    let most = 0
    const run = async (item: number) => {
      most = Math.max(most, ++running)
      await turn()
      running--
      return item
    }
    const items = Array.from({ length: 100 }, (_, index) => index)
    const results = await collect(
      runConcurrently([items], run, { limit: () => 7, ordered: true, signal: never }),
    )
    expect(results).toEqual(items)
    expect(most).toBe(7)
  })

  it.each([true, false])(
    'starts another for each that makes way, up to four limits that wait (ordered: %s)',
    async (ordered) => {
      let started = 0
      let letOut = () => {}
      const out = new Promise<void>((resolve) => {
        letOut = resolve
      })
      const run = async (item: number, releaseSlot: () => void) => {
        started++
        releaseSlot()
        releaseSlot()
        await out
        return item
      }
      const items = Array.from({ length: 100 }, (_, index) => index)
      const running = collect(
        runConcurrently([items], run, { limit: () => 7, ordered, signal: never }),
      )
      await turn()
      await turn()
      expect(started).toBe(28)
      letOut()
      expect(await running).toEqual(items)
    },
  )

  it('hands results out in the order of the items when ordered', async () => {
    const work = manual()
    const results = collect(
      runConcurrently([[1, 2, 3]], work.run, { limit: () => 3, ordered: true, signal: never }),
    )
    await turn()
    for (const item of [3, 1, 2]) work.end(item)
    expect(await results).toEqual([1, 2, 3])
  })

  it('hands results out as they finish when not ordered', async () => {
    const work = manual()
    const taken: number[] = []
    const done = (async () => {
      for await (const results of runConcurrently([[1, 2, 3]], work.run, {
        limit: () => 3,
        ordered: false,
        signal: never,
      }))
        taken.push(...results)
    })()
    for (const item of [3, 1, 2]) {
      await turn()
      work.end(item)
    }
    await done
    expect(taken).toEqual([3, 1, 2])
  })

  it('hands out what is finished while the next item is still awaited', async () => {
    async function* slow() {
      yield [1]
      await new Promise(() => {})
    }
    for await (const results of runConcurrently(slow(), async (item) => item, {
      limit: () => 4,
      ordered: true,
      signal: never,
    })) {
      expect(results).toEqual([1])
      break
    }
  })

  it('starts nothing new after an abort and hands out what was under way', async () => {
    const abort = new AbortController()
    const work = manual()
    const results = collect(
      runConcurrently([[1, 2, 3, 4]], work.run, {
        limit: () => 2,
        ordered: true,
        signal: abort.signal,
      }),
    )
    await turn()
    abort.abort()
    work.end(1)
    work.end(2)
    expect(await results).toEqual([1, 2])
    expect(work.started).toEqual([1, 2])
  })

  it('runs fewer at once of those that a narrower limit holds for, and all others up to the limit', async () => {
    const work = manual()
    const narrow = { limit: 2, holdsFor: (item: number) => item < 10 }
    const results = collect(
      runConcurrently([[1, 2, 10, 11, 3, 12]], work.run, {
        ...{ limit: () => 5, narrow, ordered: false, signal: never },
      }),
    )
    await turn()
    expect(work.started).toEqual([1, 2, 10, 11])
    work.end(10)
    await turn()
    expect(work.started).toEqual([1, 2, 10, 11])
    work.end(1)
    await turn()
    expect(work.started).toEqual([1, 2, 10, 11, 3, 12])
    for (const item of [2, 11, 3, 12]) work.end(item)
    await results
  })

  it('follows a limit that changes on the way', async () => {
    const work = manual()
    let limit = 1
    const results = collect(
      runConcurrently([[1, 2, 3, 4, 5]], work.run, {
        ...{ limit: () => limit, ordered: true, signal: never },
      }),
    )
    await turn()
    expect(work.started).toEqual([1])
    limit = 3
    work.end(1)
    await turn()
    expect(work.started).toEqual([1, 2, 3, 4])
    limit = 1
    work.end(2)
    await turn()
    expect(work.started).toEqual([1, 2, 3, 4])
    for (const item of [3, 4]) work.end(item)
    await turn()
    work.end(5)
    expect(await results).toEqual([1, 2, 3, 4, 5])
  })

  it('stops pulling items when nobody takes the results', async () => {
    let pulled = 0
    function* items() {
      for (;;) yield pulled++
    }
    const results = runConcurrently([items()], async (item) => item, {
      limit: () => 5,
      ordered: false,
      signal: never,
    })
    await results.next()
    for (let i = 0; i < 20; i++) await turn()
    expect(pulled).toBeLessThan(20)
    await results.return()
  })

  it('throws what the work throws, after the results before it', async () => {
    const results = runConcurrently(
      [[1, 2]],
      async (item) => {
        if (item === 2) throw new Error('broken')
        return item
      },
      { limit: () => 1, ordered: true, signal: never },
    )
    expect(await results.next()).toEqual({ done: false, value: [1] })
    await expect(results.next()).rejects.toThrow('broken')
  })
})
