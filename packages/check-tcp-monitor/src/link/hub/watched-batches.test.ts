import { beforeEach, describe, expect, it } from 'vitest'
import { SAMPLE_EPOCH } from '../../../test/support/sample-batch.js'
import { VirtualClock } from '../../../test/support/virtual-clock.js'
import { StoreError } from '../../core/store/store-error.js'
import { WatchedBatches } from './watched-batches.js'

const BATCH = { observations: [], cursor: { epoch: SAMPLE_EPOCH, next: 1 } }

describe('a store of batches that is watched', () => {
  let clock: VirtualClock
  let failure: Error | undefined
  let told: (string | undefined)[]
  let batches: WatchedBatches

  beforeEach(() => {
    clock = new VirtualClock()
    failure = undefined
    told = []
    const store = {
      cursorOf: async () => undefined,
      async store() {
        if (failure) throw failure
      },
    }
    batches = new WatchedBatches(store, clock, (problem) => told.push(problem?.code))
  })

  it('says why a batch is not stored, and that one is again', async () => {
    failure = new StoreError('STORE_DISK_FULL', 'the disk is full')
    await expect(batches.store('a1', BATCH)).rejects.toBe(failure)
    failure = undefined
    await batches.store('a1', BATCH)
    expect(told).toEqual(['STORE_DISK_FULL', undefined])
  })

  it('says so as long as one agent cannot have its batch stored, though others can', async () => {
    failure = new StoreError('STORE_DISK_FULL', 'the disk is full')
    await expect(batches.store('a1', BATCH)).rejects.toBe(failure)
    await expect(batches.store('a2', BATCH)).rejects.toBe(failure)
    expect([batches.isFailing('a2'), batches.isFailing('a3')]).toEqual([true, false])
    failure = undefined
    await batches.store('a2', BATCH)
    expect(batches.isFailing('a2')).toBe(false)
    await batches.store('a3', BATCH)
    expect(told.at(-1)).toBe('STORE_DISK_FULL')
    await batches.store('a1', BATCH)
    expect(told.at(-1)).toBeUndefined()
    const { length } = told
    await batches.store('a1', BATCH)
    expect(told).toHaveLength(length)
  })

  it('takes it back where nobody tries any more', async () => {
    failure = new StoreError('STORE_DISK_FULL', 'the disk is full')
    await expect(batches.store('a1', BATCH)).rejects.toBe(failure)
    await clock.advance(119_999)
    batches.review()
    expect(told).toHaveLength(1)
    await clock.advance(1)
    batches.review()
    batches.review()
    expect(told).toEqual(['STORE_DISK_FULL', undefined])
  })

  it('leaves to others what is no failure of the store', async () => {
    failure = new RangeError('there is no agent a1')
    await expect(batches.store('a1', BATCH)).rejects.toBe(failure)
    expect(told).toEqual([])
  })
})
