import type { ChildProcess } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { createChecker } from 'check-tcp'
import { listenStopped } from 'check-tcp-lab'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadFfi } from '../../dist/engine/native/kernel/ffi.js'
import { openNativeEngine } from '../../dist/engine/native/native-engine.js'
import { closedPort, type Listening, listening } from '../support/listening.js'

const loaded = loadFfi()
const leftOut = 'ffi' in loaded ? '' : ` (left out: ${loaded.because})`

/** More than the loop needs to start and finish a dozen connects. */
const MAX_LOOKS = 40

/** Tells a worker when to die, in a test where one engine has several. */
const LOOKS = 'CHECK_TCP_TEST_LOOKS'

/** The built worker, which dies in the midst of its work: the loop looks at the clock around its system calls. */
function mortalWorker(death: string, looks: number | string): URL {
  const worker = new URL('../../dist/engine/native/worker.js', import.meta.url)
  const program = `
    const now = performance.now.bind(performance)
    let left = Number(${looks})
    performance.now = () => {
      if (left-- === 0) ${death}
      return now()
    }
    await import(${JSON.stringify(worker.href)})
  `
  return new URL(`data:text/javascript,${encodeURIComponent(program)}`)
}

function openEngine(workerFile?: URL) {
  const opened = openNativeEngine(workerFile ? { workerFile } : {})
  if (!('engine' in opened)) throw new Error(opened.because)
  return opened.engine
}

const openDescriptors = () => readdirSync('/proc/self/fd').length

describe.skipIf(!('ffi' in loaded))(`a worker that dies${leftOut}`, () => {
  /** It never closes its end, so that our ends linger. */
  let mute: Listening
  let closed: number
  let silent: number
  let stopped: ChildProcess

  beforeAll(async () => {
    mute = await listening((socket) => socket.resume(), { allowHalfOpen: true })
    closed = await closedPort()
    silent = await closedPort()
    stopped = await listenStopped(silent, { full: true })
  })
  afterAll(async () => {
    stopped.kill('SIGKILL')
    await mute[Symbol.asyncDispose]()
  })

  /** Twelve checks, four of each kind. */
  const checksOf = (checker: ReturnType<typeof createChecker>) =>
    Array.from({ length: 4 }, () => [mute.port, closed, silent])
      .flat()
      .map((port) => checker.check({ host: '127.0.0.1', port, timeout: 0.1 }))

  const lost = (death: RegExp) => ({
    status: 'error',
    error: expect.stringMatching(death),
    details: { failure: 'unknown', fault: 'local', engine: 'native' },
  })

  it.each([
    ['ends', 'process.exit()', /^the worker of the native engine ended$/],
    ['throws', 'throw new Error("oh")', /^the worker of the native engine died: oh$/],
  ])(
    'fails its connects as faults of this machine, wherever it %s, and leaves no descriptor open',
    async (_, death, text) => {
      const seen = new Set<string>()
      const ownDescriptors = () => openDescriptors() - mute.connections()
      const before = ownDescriptors()
      const dieAfter = async (looks: number) => {
        const checker = createChecker({ engine: openEngine(mortalWorker(death, looks)) })
        for (const result of await Promise.all(checksOf(checker))) {
          seen.add(result.details.failure ?? 'connected')
          if (result.details.failure === 'unknown') expect(result).toMatchObject(lost(text))
        }
        await checker.close()
      }
      await Promise.all(Array.from({ length: MAX_LOOKS }, (_, looks) => dieAfter(looks)))
      expect([...seen].toSorted()).toEqual(['connected', 'refused', 'timeout', 'unknown'])
      await expect.poll(ownDescriptors, { timeout: 10_000 }).toBeLessThanOrEqual(before)
    },
  )

  it('is replaced: the next connect works, many times in a row', async () => {
    await using open = await listening((socket) => socket.resume())
    const checker = createChecker({
      engine: openEngine(mortalWorker('process.exit()', `process.env.${LOOKS}`)),
    })
    for (let deaths = 0; deaths < 20; deaths++) {
      // A worker gets the environment of the moment in which it starts.
      process.env[LOOKS] = '1'
      const check = { host: '127.0.0.1', port: silent, timeout: 10 }
      expect(await checker.check(check)).toMatchObject(lost(/ended$/))
      process.env[LOOKS] = 'Infinity'
      expect((await checker.check({ host: '127.0.0.1', port: open.port })).connected).toBe(true)
      await checker.close()
    }
  })

  it('before it could start fails its connects as faults of this machine, too', async () => {
    const files = ['file:///no/such/worker.js', 'https://worker.invalid/worker.js']
    for (const file of files) {
      const checker = createChecker({ engine: openEngine(new URL(file)) })
      const before = openDescriptors()
      for (const result of await Promise.all(checksOf(checker))) {
        expect(result).toMatchObject(lost(/^the worker of the native engine died: /))
      }
      await checker.close()
      expect(openDescriptors()).toBeLessThanOrEqual(before)
    }
  })
})

describe.skipIf(!('ffi' in loaded))(`closing the native engine${leftOut}`, () => {
  it('waits for outcomes that nobody has heard of yet', async () => {
    await using open = await listening()
    const checker = createChecker({ engine: openEngine() })
    const check = { host: '127.0.0.1', port: open.port }
    for (let round = 0; round < 5; round++) {
      await checker.check(check)
      const checks = [checker.check(check), checker.check(check)]
      // The connects are on their way now; the worker is done with them while this thread is busy.
      await Promise.resolve()
      const endMs = performance.now() + 50
      while (performance.now() < endMs);
      await checker.close()
      for (const result of await Promise.all(checks)) expect(result.connected).toBe(true)
    }
    await checker.close()
  })
})
