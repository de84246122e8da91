import { describe, expect, it } from 'vitest'
import { AWKWARD, checkOf, jsonOf, serveMonitor } from '../../../../test/support/served-monitor.js'
import type { CheckWire } from '../../wire/check-wire.js'
import type { ResultWire } from '../../wire/result-wire.js'

const MINUTE = 60_000

describe('the list of checks', () => {
  it('tells what is believed of each, with its newest result and its location', async () => {
    await using served = await serveMonitor()
    await served.clock.advance(MINUTE)
    const { checks } = await jsonOf<{ checks: CheckWire[] }>(await served.ask('/api/v1/checks'))
    expect(checks.map(({ id }: { id: string }) => id)).toEqual(['web', 'db', AWKWARD])
    expect(checks[0]).toMatchObject({
      id: 'web',
      description: 'The site',
      target: '198.51.100.1:1001',
      location: 'lab',
      tags: ['site', 'production'],
      every: 60,
      verdict: 'up',
      since: expect.stringMatching(/^2026-01-05T00:00:\d\d\.\d{3}Z$/),
      stale: false,
      newest: { check: 'web', location: 'lab', outcome: 'good', attempts: 1 },
    })
    expect(checks[0]?.newest?.response_time).toBeCloseTo(0.01, 2)
  })

  it.each([
    ['tag=production', ['web', 'db']],
    ['tag=production&tag=data', ['db']],
    ['verdict=down', ['db']],
    ['verdict=down,up', ['web', 'db', AWKWARD]],
    ['tag=site&verdict=down', []],
  ])('with %s has those alone', async (query, ids) => {
    await using served = await serveMonitor()
    await served.clock.advance(MINUTE)
    served.fault('refused', 2)
    await served.clock.advance(2 * MINUTE)
    const { checks } = await jsonOf<{ checks: CheckWire[] }>(
      await served.ask(`/api/v1/checks?${query}`),
    )
    expect(checks.map(({ id }: { id: string }) => id)).toEqual(ids)
  })
})

describe('one check', () => {
  it('is found by its URL-encoded name, however awkward that is', async () => {
    await using served = await serveMonitor()
    const response = await served.ask(`/api/v1/checks/${encodeURIComponent(AWKWARD)}`)
    expect(await response.json()).toMatchObject({ id: AWKWARD, verdict: 'pending' })
  })

  it('that does not exist is told with the name that was perhaps meant', async () => {
    await using served = await serveMonitor()
    const response = await served.ask('/api/v1/checks/wob')
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({
      type: 'urn:check-tcp:problem:not_found',
      detail: 'no check is called "wob"; did you mean "web"?',
    })
  })

  it('has its incident while it is down', async () => {
    await using served = await serveMonitor()
    served.fault('refused', 1)
    await served.clock.advance(2 * MINUTE)
    const check = await jsonOf<CheckWire>(await served.ask('/api/v1/checks/web'))
    expect(check).toMatchObject({
      verdict: 'down',
      incident: { subject: 'check', subject_id: 'web', failure: 'refused', fault: 'target' },
    })
  })
})

describe('why nobody is notified of a check that is down', () => {
  it('is said where one that it depends on is down', async () => {
    await using served = await serveMonitor({
      checks: [checkOf('web', 1, { dependsOn: ['db'] }), checkOf('db', 2)],
    })
    await served.clock.advance(2 * MINUTE)
    served.fault('refused', 1)
    served.fault('refused', 2)
    await served.clock.advance(3 * MINUTE)
    const [web, db] = await Promise.all(
      ['web', 'db'].map(async (id) => jsonOf<CheckWire>(await served.ask(`/api/v1/checks/${id}`))),
    )
    expect(web).toMatchObject({ verdict: 'down', suppressed_by: 'dependency' })
    expect(db).toMatchObject({ verdict: 'down' })
    expect(db).not.toHaveProperty('suppressed_by')
  })
})

describe('a check run on demand', () => {
  it('answers with the result that is then stored', async () => {
    await using served = await serveMonitor()
    const asked = served.ask('/api/v1/checks/web/run', { method: 'POST' })
    await served.clock.advance(1_000)
    const result = await jsonOf<ResultWire>(await asked)
    expect(result).toMatchObject({ check: 'web', location: 'lab', outcome: 'good' })
    const page = await jsonOf<{ results: ResultWire[] }>(
      await served.ask('/api/v1/checks/web/results'),
    )
    expect(page.results).toContainEqual(result)
  })

  it('takes no body', async () => {
    await using served = await serveMonitor()
    const response = await served.ask('/api/v1/checks/web/run', { method: 'POST', body: {} })
    expect(response.status).toBe(415)
  })

  it('waits its turn when too many are being run already', async () => {
    await using served = await serveMonitor()
    served.fault('silent', 1)
    const asked = Array.from({ length: 21 }, () =>
      served.ask('/api/v1/checks/web/run', { method: 'POST' }),
    )
    await served.clock.advance(5_000)
    const statuses = (await Promise.all(asked)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 429)).toHaveLength(1)
    expect(statuses.filter((status) => status === 200)).toHaveLength(20)
  })

  it('is told when the monitor stops meanwhile', async () => {
    await using served = await serveMonitor()
    served.fault('silent', 1)
    const asked = served.ask('/api/v1/checks/web/run', { method: 'POST' })
    await served.clock.advance(1)
    const stopped = served.monitor.stop()
    await served.clock.advance(10_000)
    await stopped
    expect((await asked).status).toBe(503)
  })
})

describe('many checks', () => {
  const checks = Array.from({ length: 25 }, (_, index) =>
    checkOf(`check ${index}`, index + 1, { tags: index % 2 ? ['odd'] : [] }),
  )
  interface Page {
    readonly checks: readonly { readonly id: string }[]
    readonly next?: string
  }

  it.each([
    ['', 25],
    ['tag=odd&', 12],
  ])('come page by page, each once, in the order of the config (%s)', async (query, total) => {
    await using served = await serveMonitor({ checks })
    const seen: string[] = []
    for (let cursor = '', more = true; more; ) {
      const path = `/api/v1/checks?${query}limit=4${cursor}`
      const page = await jsonOf<Page>(await served.ask(path))
      expect(page.checks.length).toBeLessThanOrEqual(4)
      seen.push(...page.checks.map(({ id }) => id))
      more = page.next !== undefined
      cursor = `&cursor=${encodeURIComponent(page.next ?? '')}`
    }
    expect(seen).toHaveLength(total)
    expect(seen).toEqual(checks.map(({ id }) => id).filter((id) => seen.includes(id)))
  })

  it('have the fields that are asked for, and their name', async () => {
    await using served = await serveMonitor({ checks })
    const page = await jsonOf<Page>(await served.ask('/api/v1/checks?fields=verdict,stale&limit=1'))
    expect(page.checks).toEqual([{ id: 'check 0', verdict: 'pending', stale: false }])
    expect(page.next).toBe('check 0')
  })

  it.each([['fields=colour'], ['fields='], ['limit=0'], ['cursor=gone'], ['limit=5&limit=6']])(
    'are refused with %s',
    async (query) => {
      await using served = await serveMonitor({ checks })
      expect((await served.ask(`/api/v1/checks?${query}`)).status).toBe(422)
    },
  )
})
