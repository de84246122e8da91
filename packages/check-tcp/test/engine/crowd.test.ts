import { type ChildProcess, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { listenStopped } from 'check-tcp-lab'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadFfi } from '../../dist/engine/native/kernel/ffi.js'
import { SLOTS } from '../../dist/engine/native/mailbox.js'
import { closedPort } from '../support/listening.js'

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url))

/** Descriptors for more connects than there are slots. */
const WITH_DESCRIPTORS = ['prlimit', `--nofile=${SLOTS + 1_000}`] as const

function run(command: string, ...args: readonly string[]) {
  const [program, limit] = WITH_DESCRIPTORS
  return spawnSync(program, [limit, command, ...args], { cwd: PACKAGE, encoding: 'utf8' })
}

const loaded = loadFfi()
const canRun = 'ffi' in loaded && run('true').status === 0
const leftOut = canRun ? '' : ' (left out: needs koffi on Linux, and prlimit as root)'

let stopped: ChildProcess
let silent: number

beforeAll(async () => {
  silent = await closedPort()
  stopped = await listenStopped(silent, { full: true })
})
afterAll(() => void stopped.kill('SIGKILL'))

it.skipIf(!canRun)(
  `more checks than the native engine has room for wait while their time lasts, and blame this machine then${leftOut}`,
  () => {
    const { stdout, stderr } = run(
      ...[process.execPath, '--input-type=module', '-e'],
      `
        import { createChecker, createEngine } from 'check-tcp'
        const checker = createChecker({ engine: await createEngine('native') })
        const check = (timeout, signal) =>
          checker.check({ host: '127.0.0.1', port: ${silent}, timeout }, { signal })
        const enough = new AbortController()
        const first = Array.from({ length: ${SLOTS} }, () => check(60, enough.signal))
        const tooLate = Array.from({ length: 10 }, () => check(0.01))
        const inTime = Array.from({ length: 10 }, () => check(120))
        const told = (results) =>
          [...new Set(results.map(({ error, details }) => error + ', fault: ' + details.fault))]
        let ended = 0
        for (const one of first) one.catch(() => {}).finally(() => ended++)
        const late = told(await Promise.all(tooLate))
        const endedBefore = ended
        enough.abort()
        await Promise.allSettled(first)
        process.kill(${stopped.pid}, 'SIGCONT')
        const connected = (await Promise.all(inTime)).filter(({ connected }) => connected).length
        console.log(JSON.stringify({ late, endedBefore, connected }))
        await checker.close()
      `,
    )
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual({
      late: [`more than ${SLOTS} connects at once in one engine, fault: local`],
      endedBefore: 0,
      connected: 10,
    })
  },
)
