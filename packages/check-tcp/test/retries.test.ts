import { createChecker, createEngine, type Engine } from 'check-tcp'
import { describe, expect, it } from 'vitest'
import { closedPort, listening } from './support/listening.js'
import { ERROR_KEYS, SUCCESS_KEYS } from './support/result-keys.js'

/** The same engine, which also gives its first outcome away. */
function watched(inner: Engine) {
  type Settle = Parameters<Engine['connect']>[1]
  let settleFirst: Settle = () => {}
  const settled = new Promise<Parameters<Settle>[0]>((resolve) => {
    settleFirst = resolve
  })
  const engine: Engine = {
    name: inner.name,
    close: () => inner.close(),
    connect: (request, settle) =>
      inner.connect(request, (outcome) => {
        settleFirst(outcome)
        settle(outcome)
      }),
  }
  return { engine, settled }
}

describe('attempts and retry_delay', () => {
  it('count the delays into the response time of a failure, as in the document', async () => {
    const checker = createChecker()
    const port = await closedPort()
    const startMs = performance.now()
    const result = await checker.check({ host: '127.0.0.1', port, attempts: 3, retry_delay: 5 })
    const elapsed = (performance.now() - startMs) / 1_000
    expect(result).toMatchObject({ status: 'error', error: 'Connection refused', attempts: 3 })
    expect(result.response_time).toBeGreaterThanOrEqual(10)
    expect(result.response_time).toBeLessThanOrEqual(elapsed)
    expect(result.details.attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
    expect(result.details.advice).toContain('Verify the service is running on the target host')
  })

  it('end with the attempt that connects, whose handshake alone is the response time', async () => {
    await using later = await listening()
    const { port } = later
    await new Promise((resolve) => later.server.close(resolve))
    const { engine, settled } = watched(await createEngine('node'))
    const checker = createChecker({ engine })
    const pending = checker.check({ host: '127.0.0.1', port, attempts: 50, retry_delay: 0.2 })
    expect((await settled).kind).toBe('failed')
    // The port opens again while the check is between two attempts.
    later.server.listen(port, '127.0.0.1')
    const result = await pending
    expect(result.status).toBe('success')
    expect(result.attempts).toBeGreaterThan(1)
    expect(result.response_time).toBeLessThanOrEqual(result.details.connect_time)
    expect(result.details.total_time - Number(result.response_time)).toBeGreaterThan(0.2)
    await checker.close()
  })
})

describe('a result', () => {
  it('has the keys of the document in the order of the document, then details', async () => {
    const checker = createChecker()
    await using open = await listening()
    const success = await checker.check({ host: '127.0.0.1', port: open.port })
    const error = await checker.check({ host: '127.0.0.1', port: await closedPort() })
    expect(Object.keys(success)).toEqual(SUCCESS_KEYS)
    expect(Object.keys(error)).toEqual(ERROR_KEYS)
    expect(success.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    await checker.close()
  })
})

describe('a source port', () => {
  it('can be used again for the same target straight after', async () => {
    await using open = await listening()
    const checker = createChecker()
    const source_port = await closedPort()
    for (let run = 0; run < 100; run++) {
      const result = await checker.check({ host: '127.0.0.1', port: open.port, source_port })
      expect(result).toMatchObject({ status: 'success', details: { source_port } })
    }
    await checker.close()
  })

  it('lets checks of the same target take turns instead of disturbing each other', async () => {
    await using open = await listening()
    const checker = createChecker()
    const source_port = await closedPort()
    const checks = Array.from({ length: 100 }, () =>
      checker.check({ host: '127.0.0.1', port: open.port, source_port }),
    )
    for (const result of await Promise.all(checks)) expect(result.status).toBe('success')
    await checker.close()
  })

  it('is given up with the caller while it waits for its turn', async () => {
    await using open = await listening()
    const checker = createChecker()
    const source_port = await closedPort()
    const parameters = { host: '127.0.0.1', port: open.port, source_port }
    const first = checker.check(parameters)
    const second = checker.check(parameters, { signal: AbortSignal.abort() })
    expect((await second).details).toMatchObject({
      failure: 'cancelled',
      fault: 'local',
      attempts: [],
    })
    expect((await first).status).toBe('success')
    await checker.close()
  })
})
