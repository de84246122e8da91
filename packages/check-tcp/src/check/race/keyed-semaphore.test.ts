import { describe, expect, it } from 'vitest'
import { KeyedSemaphore } from './keyed-semaphore.js'

describe('a keyed semaphore', () => {
  it('is held by no more than its limit for each key, in the order of coming', async () => {
    const semaphore = new KeyedSemaphore()
    const holders: string[] = []
    const acquire = async (holder: string, key: string) => {
      const release = await semaphore.acquire(key, 2, undefined)
      holders.push(holder)
      return release
    }
    const releaseA = await acquire('a', 'one')
    await acquire('b', 'one')
    const c = acquire('c', 'one')
    await acquire('d', 'two')
    const e = acquire('e', 'one')
    expect(holders).toEqual(['a', 'b', 'd'])
    releaseA()
    const releaseC = await c
    expect(holders).toEqual(['a', 'b', 'd', 'c'])
    releaseC()
    await e
    expect(holders).toEqual(['a', 'b', 'd', 'c', 'e'])
  })

  it('no longer waits for an aborted holder, and serves the next', async () => {
    const semaphore = new KeyedSemaphore()
    const release = await semaphore.acquire('key', 1, undefined)
    const abort = new AbortController()
    const waiting = semaphore.acquire('key', 1, abort.signal)
    const next = semaphore.acquire('key', 1, undefined)
    abort.abort()
    ;(await waiting)()
    release()
    ;(await next)()
    ;(await semaphore.acquire('key', 1, AbortSignal.abort()))()
  })
})
