import { describe, expect, it } from 'vitest'
import { observation } from '../../test/history/sample-history.js'
import type { Batch } from '../core/store/commits.js'
import { StoreError } from '../core/store/store-error.js'
import { CommitQueue, MAX_WAITING } from './commit-queue.js'

const one: Batch = { observations: [observation()] }

describe('a queue of commits', () => {
  it('writes what comes while it is writing as one group', async () => {
    const groups: number[] = []
    const gate = deferred()
    const queue = new CommitQueue(async (batches) => {
      groups.push(batches.length)
      if (groups.length === 1) await gate.promise
      return batches.map(() => undefined)
    })
    const first = queue.add(one)
    await Promise.resolve()
    const others = [queue.add(one), queue.add(one), queue.add(one)]
    expect(queue.waiting).toBe(4)
    gate.resolve(undefined)
    await Promise.all([first, ...others])
    expect(groups).toEqual([1, 3])
    expect(queue.waiting).toBe(0)
  })

  it('ends a group before it takes too many results', async () => {
    const groups: number[] = []
    const queue = new CommitQueue((batches) => {
      groups.push(batches.length)
      return batches.map(() => undefined)
    })
    const big: Batch = { observations: Array.from({ length: 1_500 }, () => observation()) }
    await Promise.all([queue.add(big), queue.add(big), queue.add(one)])
    expect(groups).toEqual([1, 2])
  })

  it('tells each batch what befell it alone', async () => {
    const queue = new CommitQueue((batches) =>
      batches.map((_, index) => (index === 1 ? new StoreError('STORE_FAILED', 'bad') : undefined)),
    )
    const settled = await Promise.allSettled([queue.add(one), queue.add(one), queue.add(one)])
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })

  it('tells every batch of the group where the writer itself fails, and goes on', async () => {
    let isBroken = true
    const queue = new CommitQueue(async (batches) => {
      if (isBroken) throw new Error('gone')
      return batches.map(() => undefined)
    })
    const settled = await Promise.allSettled([queue.add(one), queue.add(one)])
    expect(settled).toMatchObject([
      { reason: { code: 'STORE_FAILED' } },
      { reason: { code: 'STORE_FAILED' } },
    ])
    isBroken = false
    await queue.add(one)
  })

  it('refuses more than it may hold, and takes again when there is room', async () => {
    const gate = deferred()
    const queue = new CommitQueue(async (batches) => {
      await gate.promise
      return batches.map(() => undefined)
    })
    const held = Array.from({ length: MAX_WAITING }, () => queue.add({ observations: [] }))
    await expect(queue.add(one)).rejects.toMatchObject({ code: 'STORE_FAILED' })
    gate.resolve(undefined)
    await Promise.all(held)
    await queue.add(one)
  })

  it('writes what waits when it is closed, and takes nothing more', async () => {
    let written = 0
    const queue = new CommitQueue(async (batches) => {
      written += batches.length
      return batches.map(() => undefined)
    })
    const waiting = queue.add(one)
    const closing = queue.close()
    await expect(queue.add(one)).rejects.toMatchObject({ code: 'STORE_CLOSED' })
    await Promise.all([waiting, closing])
    expect(written).toBe(1)
  })
})

function deferred() {
  let resolve: (value: unknown) => void = () => {}
  const promise = new Promise<unknown>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
