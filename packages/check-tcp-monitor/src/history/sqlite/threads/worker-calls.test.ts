import { describe, expect, it } from 'vitest'
import { type Methods, WorkerCalls } from './worker-calls.js'

/** A thread that answers each call with nothing, and ends as it is told. */
function threadThat(ends: string) {
  const script = `
    import { parentPort } from 'node:worker_threads'
    parentPort.on('message', ({ id, name }) => {
      if (name === 'end') ${ends}
      parentPort.postMessage({ id, value: undefined })
      if (name === 'close') parentPort.close()
    })`
  const url = new URL(`data:text/javascript,${encodeURIComponent(script)}`)
  return new WorkerCalls<Methods>(url, undefined)
}

describe('calls of another thread', () => {
  it('tell that the thread has died, and reject with why', async () => {
    const calls = threadThat("throw new Error('out of memory')")
    const failure = { code: 'STORE_FAILED', message: 'the history has failed: out of memory' }
    await expect(calls.call('end')).rejects.toMatchObject(failure)
    expect(await calls.died).toMatchObject(failure)
    await expect(calls.call('more')).rejects.toMatchObject(failure)
  })

  it('tell that the thread has ended without a word', async () => {
    const calls = threadThat('process.exit(0)')
    await expect(calls.call('end')).rejects.toMatchObject({ code: 'STORE_CLOSED' })
    expect(await calls.died).toMatchObject({ code: 'STORE_CLOSED' })
  })

  it('take the end of a thread that was closed for no death', async () => {
    const calls = threadThat('{}')
    await calls.call('close')
    await calls.ended
    const still = Symbol('still alive')
    expect(await Promise.race([calls.died, Promise.resolve(still)])).toBe(still)
  })
})
