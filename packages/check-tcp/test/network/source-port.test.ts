import { createServer } from 'node:net'
import { createChecker, createEngine } from 'check-tcp'
import { describe, expect, it } from 'vitest'
import { ENGINES } from '../support/engines.js'
import { listening } from '../support/listening.js'

const hasIpv6 = await new Promise<boolean>((resolve) => {
  const server = createServer()
  server.once('error', () => resolve(false))
  server.listen(0, '::1', () => server.close(() => resolve(true)))
})

/** Which address holds the source port, which target is checked, and what is to come of it. */
const CASES = [
  { taken: '127.0.0.1', target: '127.0.0.1', free: false },
  { taken: '127.0.0.2', target: '127.0.0.1', free: true },
  // The kernel connects to every loopback address from 127.0.0.1.
  { taken: '127.0.0.1', target: '127.0.0.2', free: false },
  { taken: '0.0.0.0', target: '127.0.0.1', free: false },
  { taken: '127.0.0.1', target: '::1', free: true },
  { taken: '::1', target: '::1', free: false },
  { taken: '::1', target: '127.0.0.1', free: true },
]

describe.runIf(process.platform === 'linux').each(ENGINES)('a source port, %s engine', (name) => {
  for (const { taken, target, free } of CASES) {
    const needsIpv6 = `${taken}${target}`.includes('::')
    const title = `is ${free ? 'free' : 'in use'} for ${target} while a server has it on ${taken}`

    it.skipIf(needsIpv6 && !hasIpv6)(title, async () => {
      await using open = await listening(undefined, {}, target)
      await using holder = await listening(undefined, {}, taken)
      const engine = await createEngine(name)
      const checker = createChecker({ engine })
      const { port: source_port } = holder
      const result = await checker.check({ host: target, port: open.port, source_port })
      await checker.close()
      expect([result.connected, result.error]).toEqual(
        free ? [true, undefined] : [false, 'Port in use'],
      )
      if (free) expect(result.details).toMatchObject({ source_port })
      else expect(result.details).toMatchObject({ code: 'EADDRINUSE', cause: 'source_port_taken' })
    })
  }
})
