import { type ChildProcess, spawnSync } from 'node:child_process'
import { createChecker } from 'check-tcp'
import { listenStopped } from 'check-tcp-lab'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadFfi } from '../../dist/engine/native/ffi.js'
import { SLOTS } from '../../dist/engine/native/mailbox.js'
import { openNativeEngine } from '../../dist/engine/native/native-engine.js'
import { closedPort } from '../support/listening.js'

const loaded = loadFfi()
const descriptors = Number(spawnSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).stdout)
const canRun = 'ffi' in loaded && !(descriptors < SLOTS + 1_000)
const leftOut = canRun ? '' : ' (left out: needs koffi on Linux and ulimit -n 18000)'

let stopped: ChildProcess
let silent: number

beforeAll(async () => {
  silent = await closedPort()
  stopped = await listenStopped(silent, { full: true })
})
afterAll(() => void stopped.kill('SIGKILL'))

it.skipIf(!canRun)(
  `more checks than the native engine has room for wait while their time lasts, and blame this machine then${leftOut}`,
  async () => {
    const opened = openNativeEngine()
    if (!('engine' in opened)) throw new Error(opened.because)
    const checker = createChecker({ engine: opened.engine })
    const check = (timeout: number) => checker.check({ host: '127.0.0.1', port: silent, timeout })
    const first = Array.from({ length: SLOTS }, () => check(1))
    const tooLate = Array.from({ length: 10 }, () => check(0.01))
    const inTime = Array.from({ length: 10 }, () => check(60))
    await Promise.all(first)
    stopped.kill('SIGCONT')
    for (const result of await Promise.all(tooLate)) {
      expect(result).toMatchObject({
        error: `more than ${SLOTS} connects at once in one engine`,
        details: { fault: 'local' },
      })
    }
    for (const { connected } of await Promise.all(inTime)) expect(connected).toBe(true)
    await checker.close()
  },
)
