import { describe, expect, it } from 'vitest'
import { jsonOf, serveMonitor } from '../../../test/support/served-monitor.js'
import { ENDPOINTS } from '../endpoints.js'

describe('the status', () => {
  it("has the monitor's own figures", async () => {
    const deliveries = () => [{ channel: 'ops', delivered: 3, failed: 1, refused: 0, pending: 2 }]
    await using served = await serveMonitor({ extras: { deliveries } })
    await served.clock.advance(90_000)
    served.monitor.noteReloadProblem('monitor.yaml:1: no')
    const status = await jsonOf<{ store: unknown; results: { good: number } }>(
      await served.ask('/api/v1/status'),
    )
    expect(status).toMatchObject({
      version: '1.2.3',
      location: 'lab',
      time: '2026-01-05T00:01:30.000Z',
      uptime: 90,
      isolated: false,
      checks: { total: 3, overdue: 0, by_verdict: { up: 3, down: 0 } },
      store: { ok: true },
      config: { files: 1, loaded_at: '2026-01-05T00:00:00.000Z', problem: 'monitor.yaml:1: no' },
      deliveries: deliveries(),
    })
    expect(status.results.good).toBeGreaterThan(3)
  })

  it('tells that the store does not serve, and is told all the same', async () => {
    await using served = await serveMonitor()
    await served.store.close()
    const status = await jsonOf<{ store: unknown; results: { good: number } }>(
      await served.ask('/api/v1/status'),
    )
    expect(status.store).toEqual({ ok: false, problem: 'the history is closed' })
  })
})

describe('the root', () => {
  it('says everything that is served, to everybody', async () => {
    await using served = await serveMonitor()
    const text = await (await served.ask('/', { token: null })).text()
    expect(text).toMatch(/^check-tcp monitor 1\.2\.3\n/)
    for (const { method, path, summary } of ENDPOINTS) {
      expect(
        text
          .split('\n')
          .some((line) => line.startsWith(`  ${method} ${path} `) && line.includes(summary)),
      ).toBe(true)
    }
    expect(text).toMatch(/GET \/healthz +Whether the process answers at all\n/)
    expect(text).toMatch(/GET \/api\/v1\/checks +Every check with .* \*\n/)
  })
})

describe('a reload', () => {
  it('takes the config again', async () => {
    let reloads = 0
    const reload = async () => void reloads++
    await using served = await serveMonitor({ extras: { reload } })
    const response = await served.ask('/api/v1/reload', { method: 'POST' })
    expect(await response.json()).toEqual({ checks: 3 })
    expect(reloads).toBe(1)
  })

  it('tells why the config was not taken', async () => {
    const reload = async () => {
      throw new Error('monitor.yaml:3:1: no check has a name')
    }
    await using served = await serveMonitor({ extras: { reload } })
    const response = await served.ask('/api/v1/reload', { method: 'POST' })
    expect(response.status).toBe(409)
    expect(await response.json()).toMatchObject({
      type: 'urn:check-tcp:problem:config_refused',
      detail: 'monitor.yaml:3:1: no check has a name',
    })
  })

  it('is not offered where there are no files', async () => {
    await using served = await serveMonitor()
    expect((await served.ask('/api/v1/reload', { method: 'POST' })).status).toBe(501)
  })
})

describe('health and readiness', () => {
  it('are told without a token', async () => {
    await using served = await serveMonitor()
    for (const path of ['/healthz', '/readyz']) {
      const response = await served.ask(path, { token: null })
      expect([response.status, await response.text()]).toEqual([200, 'ok\n'])
    }
  })

  it('go apart when the history cannot be written', async () => {
    await using served = await serveMonitor()
    await served.store.close()
    await served.clock.advance(60_000)
    expect((await served.ask('/healthz')).status).toBe(200)
    const response = await served.ask('/readyz')
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('5')
  })

  it('leave what needs the history to say that it cannot serve', async () => {
    await using served = await serveMonitor()
    await served.store.close()
    for (const path of ['checks/web/results', 'checks/web/summary', 'incidents', 'incidents/x']) {
      const response = await served.ask(`/api/v1/${path}`)
      expect(response.status).toBe(503)
      expect(response.headers.get('retry-after')).toBe('5')
      expect(await response.json()).toMatchObject({
        type: 'urn:check-tcp:problem:store_unavailable',
      })
    }
  })

  it('do not keep a caller waiting for a disk that takes nothing', async () => {
    await using served = await serveMonitor()
    await served.store.close()
    const body = { matches: 'web', for: 60, by: 'ops' }
    const asked = served.ask('/api/v1/silences', { method: 'POST', body })
    await served.clock.advance(15_000)
    expect((await asked).status).toBe(503)
    expect(served.monitor.silences()).toMatchObject([{ matches: 'web' }])
  })
})
