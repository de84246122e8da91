import type { ChildProcess } from 'node:child_process'
import { listenStopped } from 'check-tcp-lab'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadFfi } from '../../dist/engine/native/kernel/ffi.js'
import { closedPort, type Listening, listening } from '../support/listening.js'
import { runProgram } from '../support/run-program.js'

const loaded = loadFfi()
const leftOut = 'ffi' in loaded ? '' : ` (left out: ${loaded.because})`

const WITH_CHECKER = `
  import { createChecker, createEngine } from 'check-tcp'
  const checker = createChecker({ engine: await createEngine('native') })
  const checkMany = (port, options) => Array.from({ length: 50 }, () =>
    checker.check({ host: '127.0.0.1', port, timeout: 600 }, options))
`

describe.skipIf(!('ffi' in loaded))(
  `a program that makes native checks and never closes the checker${leftOut}`,
  () => {
    let open: Listening
    let mute: Listening
    let silent: number
    let stopped: ChildProcess

    beforeAll(async () => {
      open = await listening((socket) => socket.resume())
      mute = await listening((socket) => socket.resume(), { allowHalfOpen: true })
      silent = await closedPort()
      stopped = await listenStopped(silent, { full: true })
    })
    afterAll(async () => {
      stopped.kill('SIGKILL')
      await open[Symbol.asyncDispose]()
      await mute[Symbol.asyncDispose]()
    })

    it.each([
      ['after its checks', () => open.port],
      ['after checks of a service that never closes', () => mute.port],
    ])('ends by itself %s', async (_, port) => {
      const ended = await runProgram(`${WITH_CHECKER}
        const results = await Promise.all(checkMany(${port()}))
        console.log(results.filter(({ connected }) => connected).length)
      `)
      expect(ended).toEqual({ code: 0, signal: null, stdout: '50\n', stderr: '' })
    })

    it('ends by itself where it made none', async () => {
      const ended = await runProgram(WITH_CHECKER)
      expect(ended).toEqual({ code: 0, signal: null, stdout: '', stderr: '' })
    })

    it('ends in order while the thread is loading, whenever it ends', async () => {
      const engine = new URL('../../dist/engine/native/native-engine.js', import.meta.url)
      const endings = new Set<string>()
      for (let afterMs = 10; afterMs < 45; afterMs += 0.5) {
        const { code, signal, stderr } = await runProgram(`
          import { openNativeEngine } from ${JSON.stringify(engine.href)}
          const endMs = performance.now() + ${afterMs}
          openNativeEngine().engine.start()
          while (performance.now() < endMs) {}
          process.exit(7)
        `)
        endings.add(`${code} ${signal} ${stderr}`)
      }
      expect([...endings]).toEqual(['7 null '])
    })

    it('stays alive for checks under way', async () => {
      const ended = await runProgram(`${WITH_CHECKER}
        const { error } = await checker.check({ host: '127.0.0.1', port: ${silent}, timeout: 0.5 })
        console.log(error)
      `)
      expect(ended).toEqual({ code: 0, signal: null, stdout: 'Connection timeout\n', stderr: '' })
    })

    it('ends by itself after checks under way were aborted', async () => {
      const ended = await runProgram(`${WITH_CHECKER}
        const abort = new AbortController()
        const checks = checkMany(${silent}, { signal: abort.signal })
        await Promise.all(checkMany(${open.port}))
        abort.abort()
        console.log(new Set((await Promise.all(checks)).map(({ error }) => error)))
      `)
      expect(ended).toEqual({
        code: 0,
        signal: null,
        stdout: "Set(1) { 'Cancelled' }\n",
        stderr: '',
      })
    })

    it('ends at process.exit() with checks under way', async () => {
      const ended = await runProgram(`${WITH_CHECKER}
        checkMany(${silent})
        await Promise.all(checkMany(${open.port}))
        process.exit(7)
      `)
      expect(ended).toEqual({ code: 7, signal: null, stdout: '', stderr: '' })
    })

    it('ends at process.exit() while its worker is still starting', async () => {
      const ended = await runProgram(`${WITH_CHECKER}
        checkMany(${open.port})
        setImmediate(() => process.exit(7))
      `)
      expect(ended).toEqual({ code: 7, signal: null, stdout: '', stderr: '' })
    })

    it('ends at an uncaught exception with checks under way', async () => {
      const ended = await runProgram(`${WITH_CHECKER}
        checkMany(${silent})
        await Promise.all(checkMany(${open.port}))
        setImmediate(() => { throw new Error('of the program itself') })
      `)
      expect(ended).toMatchObject({ code: 1, signal: null })
      expect(ended.stderr).toContain('of the program itself')
    })
  },
)
