import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import {
  createChecker,
  createPolicy,
  InvalidParametersError,
  type WaitProgress,
  waitForPort,
} from '../src/index.js'
import { heldClosedPort } from './cli/support/held-closed-port.js'
import { closedPort, listening } from './support/listening.js'

describe('waitForPort', () => {
  it('resolves when every one of several targets is open, however they are written', async () => {
    await using one = await listening()
    await using other = await listening()
    const { reached, ended, targets, waited } = await waitForPort([
      one.port,
      `127.0.0.1:${other.port}`,
      { host: '127.0.0.1', port: one.port, timeout: 3 },
    ])
    expect({ reached, ended }).toEqual({ reached: true, ended: 'reached' })
    expect(targets.map(({ host, reached }) => [host, reached])).toEqual([
      ['localhost', true],
      ['127.0.0.1', true],
      ['127.0.0.1', true],
    ])
    expect(waited).toBeGreaterThan(0)
  })

  it('sees a port that opens while it waits, and tells of each check', async () => {
    const port = await closedPort()
    const server = createServer()
    const seen: WaitProgress[] = []
    const { reached } = await waitForPort(`127.0.0.1:${port}`, {
      interval: 0.02,
      onProgress(progress) {
        seen.push(progress)
        if (seen.length === 2) server.listen(port, '127.0.0.1')
      },
    })
    server.close()
    expect(reached).toBe(true)
    expect(seen[0]).toMatchObject({ port, reached: false, error: 'Connection refused', missing: 1 })
    expect(seen.at(-1)).toMatchObject({ port, reached: true, missing: 0 })
    expect(seen.at(-1)).not.toHaveProperty('error')
  })

  it('sees a port that closes', async () => {
    await using open = await listening()
    const { port, server } = open
    const waiting = waitForPort(`127.0.0.1:${port}`, { until: 'closed', interval: 0.02 })
    await once(server, 'connection')
    server.close()
    expect(await waiting).toMatchObject({ reached: true })
  })

  it('is content with one of several where any is enough', async () => {
    await using open = await listening()
    await using closed = await heldClosedPort()
    const targets = [`127.0.0.1:${closed.port}`, `127.0.0.1:${open.port}`]
    const ended = await waitForPort(targets, { mode: 'any', within: 3_600 })
    expect(ended.reached).toBe(true)
    expect(ended.targets.map(({ reached }) => reached)).toEqual([false, true])
  })

  it('says what it waited for in vain, and does not throw', async () => {
    await using closed = await heldClosedPort()
    const target = `127.0.0.1:${closed.port}`
    const { reached, ended, targets } = await waitForPort(target, { within: 0.1, interval: 0.02 })
    expect({ reached, ended }).toEqual({ reached: false, ended: 'time_over' })
    expect(targets[0]?.problem).toBe(`${target} was not open within 0.1 s`)
    expect(targets[0]?.result).toMatchObject({ error: 'Connection refused' })
  })

  it('ends at once when its signal aborts, also where that was before', async () => {
    await using closed = await heldClosedPort()
    const stop = new AbortController()
    const options = { signal: stop.signal, within: 3_600, onProgress: () => stop.abort() }
    const target = `127.0.0.1:${closed.port}`
    expect(await waitForPort(target, options)).toMatchObject({ ended: 'cancelled' })
    const before = await waitForPort(target, { signal: AbortSignal.abort() })
    expect(before).toMatchObject({ reached: false, ended: 'cancelled' })
  })

  it('ends at once where waiting would not help', async () => {
    await using open = await listening()
    const policy = createPolicy({ rules: [{ deny: { ports: [open.port] } }] })
    const checker = createChecker({ policy })
    const { ended, targets } = await waitForPort(`127.0.0.1:${open.port}`, { checker })
    await checker.close()
    expect(ended).toBe('never')
    expect(targets[0]?.problem).toMatch(/may not be checked: denied by/)
  })

  it('throws what a progress callback throws', async () => {
    await using open = await listening()
    const onProgress = () => {
      throw new RangeError('mine')
    }
    await expect(waitForPort(open.port, { onProgress })).rejects.toThrow('mine')
  })

  it('refuses what cannot be used, all problems at once', async () => {
    const options = { within: 0, mode: 'some' as 'any', pause: 3 }
    const error = await waitForPort(['db', { host: 'db', port: 0 }], options).catch((one) => one)
    expect(error).toBeInstanceOf(InvalidParametersError)
    expect(error.problems.map(({ message }: { message: string }) => message)).toEqual([
      '`mode` must be one of all, any, got "some" (string)',
      '`within` must be a number of seconds above 0 and up to 86400, got 0 (number)',
      expect.stringMatching(
        /"pause" is not a known key.*until, mode, within, interval, timeout, signal, onProgress, checker, tags, caller, task/,
      ),
      '"db" has no port',
      expect.stringContaining('`port` must be an integer from 1 to 65535, got 0'),
    ])
    await expect(waitForPort([])).rejects.toThrow('there is no target to wait for')
  })
})
