import { describe, expect, it } from 'vitest'
import { loadFfi } from '../../dist/engine/native/kernel/ffi.js'
import { closedPort } from '../support/listening.js'
import { runProgram } from '../support/run-program.js'

const loaded = loadFfi()
const leftOut = 'ffi' in loaded ? '' : ` (left out: ${loaded.because})`

/** Each program closes while the worker's last messages are still on their way; most ended unfinished once. */
const PROGRAMS = 10

describe.skipIf(!('ffi' in loaded))(`closing the native engine${leftOut}`, () => {
  it.each([100, 1_000, 5_000])('straight after %d checks ends, every time', async (checks) => {
    const port = await closedPort()
    for (let run = 0; run < PROGRAMS; run++) {
      const ended = await runProgram(`
        import { createChecker, createEngine } from 'check-tcp'
        const checker = createChecker({ engine: await createEngine('native') })
        const check = () => checker.check({ host: '127.0.0.1', port: ${port} })
        await Promise.all(Array.from({ length: ${checks} }, check))
        await checker.close()
        console.log('closed')
      `)
      expect(ended).toEqual({ code: 0, signal: null, stdout: 'closed\n', stderr: '' })
    }
  })
})
