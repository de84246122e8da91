import type { ChildProcess } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { createChecker, createEngine, createSystemResolver } from 'check-tcp'
import { listenStopped } from 'check-tcp-lab'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ENGINES } from './support/engines.js'
import { closedPort, type Listening, listening } from './support/listening.js'
import { seededRandom } from './support/seeded-random.js'

const CHECKS = 10_000
const CONCURRENCY = 200
const SEED = 20_261_122

describe.each(ENGINES)('10,000 checks that are aborted at random instants, %s engine', (name) => {
  let open: Listening
  let closed: number
  let fullPort: number
  let full: ChildProcess
  const silentNameServer = createSocket('udp4')
  const rejections: unknown[] = []
  const onRejection = (reason: unknown) => rejections.push(reason)

  beforeAll(async () => {
    open = await listening((socket) => socket.end('220 hello\r\n'))
    closed = await closedPort()
    fullPort = await closedPort()
    full = await listenStopped(fullPort, { full: true })
    silentNameServer.bind(0, '127.0.0.1')
    await once(silentNameServer, 'listening')
    process.on('unhandledRejection', onRejection)
  })
  afterAll(async () => {
    process.off('unhandledRejection', onRejection)
    silentNameServer.close()
    full.kill('SIGKILL')
    await open[Symbol.asyncDispose]()
  })

  it('each end with exactly one outcome, and leave no descriptor open', async () => {
    const random = seededRandom(SEED)
    const servers = [`127.0.0.1:${silentNameServer.address().port}`]
    const resolver = createSystemResolver({ servers, hostsFile: '/dev/null' })
    const engine = await createEngine(name)
    const checker = createChecker({ resolver, engine })
    const targets = [
      { host: '127.0.0.1', port: open.port },
      { host: '127.0.0.1', port: closed },
      { host: '127.0.0.1', port: fullPort },
      { host: 'silent.example', port: open.port },
      { host: '127.0.0.1', port: closed, attempts: 100, retry_delay: 0.001 },
      { host: '127.0.0.1', port: open.port, source_port: await closedPort() },
    ]
    const before = openDescriptors()
    const outcomes: Record<string, number> = {}

    for (let done = 0; done < CHECKS; done += CONCURRENCY) {
      const checks = Array.from({ length: CONCURRENCY }, async (_, index) => {
        const abort = new AbortController()
        const parameters = targets[index % targets.length] ?? { host: '127.0.0.1', port: closed }
        const pending = checker.check({ timeout: 5, ...parameters }, { signal: abort.signal })
        const instantMs = random() * 8
        // One of each round is spared, so that on a machine that is slow now something connects too.
        const isSpared = index === 0
        if (!isSpared && instantMs < 0.5) abort.abort()
        else if (!isSpared) setTimeout(() => abort.abort(), instantMs)
        const result = await pending
        const outcome = result.status === 'success' ? 'success' : result.details.failure
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
      })
      await Promise.all(checks)
    }
    await checker.close()

    expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(CHECKS)
    expect(Object.keys(outcomes).toSorted()).toEqual(['cancelled', 'refused', 'success'])
    expect(outcomes.cancelled).toBeGreaterThan(CHECKS / 4)
    await expect.poll(openDescriptors, { timeout: 10_000 }).toBeLessThanOrEqual(before)
    expect(rejections).toEqual([])
  })
})

/** Descriptors of this process, as Linux counts them; elsewhere the test looks at the outcomes alone. */
function openDescriptors(): number {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return 0
  }
}
