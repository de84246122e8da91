import { once } from 'node:events'
import { createChecker } from 'check-tcp'
import { describe, expect, it } from 'vitest'
import { startEarlyThread, takeEarlyThread } from '../../dist/engine/native/early-thread.js'
import type { EngineThread } from '../../dist/engine/native/engine-thread.js'
import { loadFfi } from '../../dist/engine/native/kernel/ffi.js'
import { openNativeEngine } from '../../dist/engine/native/native-engine.js'
import { listening } from '../support/listening.js'

const loaded = loadFfi()
const leftOut = 'ffi' in loaded ? '' : ` (left out: ${loaded.because})`
const WORKER = new URL('../../dist/engine/native/worker.js', import.meta.url)
const ENDS_AT_ONCE = new URL('data:text/javascript,process.exit()')

/** The early thread, left where it is. */
function early(): EngineThread | undefined {
  return Reflect.get(globalThis, Symbol.for('check-tcp early thread'))
}

describe.skipIf(!('ffi' in loaded))(`a thread that is started early${leftOut}`, () => {
  it('is taken over by the first engine of its file, which checks with it', async () => {
    await using service = await listening()
    startEarlyThread(WORKER)
    const thread = early()
    expect(takeEarlyThread(ENDS_AT_ONCE)).toBeUndefined()
    expect(early()).toBe(thread)
    const opened = openNativeEngine()
    if (!('engine' in opened)) throw new Error(opened.because)
    opened.engine.start()
    expect(early()).toBeUndefined()
    const checker = createChecker({ engine: opened.engine })
    const { connected, details } = await checker.check({ host: '127.0.0.1', port: service.port })
    expect({ connected, engine: details.engine }).toEqual({ connected: true, engine: 'native' })
    await checker.close()
    expect(thread?.worker.threadId).toBe(-1)
  })

  it('is not taken over once it has ended', async () => {
    startEarlyThread(ENDS_AT_ONCE)
    const thread = early()
    if (thread) await once(thread.worker, 'exit')
    expect(thread).toBeDefined()
    expect(takeEarlyThread(ENDS_AT_ONCE)).toBeUndefined()
  })
})
