import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Observation } from '../../src/core/wire/observation.js'
import { DENY_LOOPBACK, RunningFleet } from './running-fleet.js'

const check = (name: string, port: number, more = '') =>
  `- { name: ${name}, plugin: check_tcp_connection, parameters: { host: 127.0.0.1, port: ${port} }${more && `, ${more}`} }`

async function allResults(fleet: RunningFleet, checkId: string): Promise<readonly Observation[]> {
  const all: Observation[] = []
  let cursor: string | undefined
  do {
    const page = await fleet.hub?.store.queries.results({
      checkId,
      limit: 1_000,
      ...(cursor !== undefined && { cursor }),
    })
    all.push(...(page?.results ?? []))
    cursor = page?.next
  } while (cursor !== undefined)
  return all
}

describe('a hub with three agents', () => {
  it('has every location make its checks, and judges by what they say', async () => {
    await using fleet = await RunningFleet.create()
    const [open, gone] = [await fleet.serve(), await fleet.serve()]
    await gone.close()
    await fleet.startHub([
      check('web', open.port),
      check('gone', gone.port),
      check('eu', open.port, 'from: ["tag:eu"]'),
    ])
    for (const location of ['fra', 'nyc', 'ams']) await fleet.startAgent(location)
    await expect.poll(() => fleet.said('web')).toEqual({ fra: 'up', nyc: 'up', ams: 'up' })
    await expect.poll(() => fleet.said('eu')).toEqual({ fra: 'up', ams: 'up' })
    await expect
      .poll(() => fleet.status('gone')?.incident?.error)
      .toBe('Connection refused from everywhere (fra, nyc and ams)')
    expect(fleet.status('web')).toMatchObject({ verdict: 'up' })
    expect(fleet.status('gone')).toMatchObject({ verdict: 'down', incident: { fault: 'target' } })
    expect(await fleet.ask('/api/v1/checks/web/summary')).toMatchObject({
      status: 422,
      json: { problems: [{ message: expect.stringContaining('one of fra, nyc, ams') }] },
    })
    expect(await fleet.ask('/api/v1/checks/web/summary?location=nyc')).toMatchObject({
      json: { location: 'nyc', uptime: 1 },
    })
    const results = await allResults(fleet, 'web')
    expect(new Set(results.map(({ location }) => location))).toEqual(new Set(['fra', 'nyc', 'ams']))
    expect(await allResults(fleet, 'eu')).not.toContainEqual(
      expect.objectContaining({ location: 'nyc' }),
    )
  })

  it('is not down for one location that may not look, and says why that one knows nothing', async () => {
    await using fleet = await RunningFleet.create()
    const open = await fleet.serve()
    await fleet.startHub([check('web', open.port)])
    await fleet.startAgent('fra')
    await fleet.startAgent('ams')
    await fleet.startAgent('nyc', DENY_LOOPBACK)
    await expect.poll(() => fleet.said('web')).toEqual({ fra: 'up', nyc: 'unknown', ams: 'up' })
    const { locations = [], verdict } = fleet.status('web') ?? {}
    expect(verdict).toBe('up')
    expect(locations[1]?.because).toBe('the policy of the agent denies the target')
    expect(fleet.agentLog).toContain('the hub has given 1 check')
    expect(fleet.agentLog.filter((each) => each.includes('denied'))).toEqual([
      '1 of 1 check is denied by the policy of this agent: to allow more, name a policy file by --policy',
    ])
  })

  it('opens and closes an incident once, whatever happens to hub and agents meanwhile', async () => {
    await using fleet = await RunningFleet.create()
    const service = await fleet.serve()
    const checks = [check('web', service.port)]
    await fleet.startHub(checks)
    for (const location of ['fra', 'nyc', 'ams']) await fleet.startAgent(location)
    await expect.poll(() => fleet.status('web')?.verdict).toBe('up')
    await service.close()
    await expect.poll(() => fleet.status('web')?.verdict).toBe('down')
    const id = fleet.status('web')?.incident?.id
    await fleet.stopHub()
    await fleet.stopAgent('nyc')
    await fleet.startHub(checks)
    await fleet.startAgent('nyc')
    await expect.poll(() => fleet.said('web')).toEqual({ fra: 'down', nyc: 'down', ams: 'down' })
    expect(fleet.status('web')?.incident?.id).toBe(id)
    await fleet.serve(service.port)
    await expect.poll(() => fleet.status('web')?.verdict).toBe('up')
    const incidents = async () =>
      (await fleet.hub?.store.queries.incidents({ subject: 'check' }))?.incidents
    await expect.poll(incidents).toMatchObject([{ id, closedBecause: 'up' }])
  })

  it('loses no result while it is away, and stores none twice', async () => {
    await using fleet = await RunningFleet.create()
    const open = await fleet.serve()
    const checks = [check('web', open.port)]
    await fleet.startHub(checks, '{ fra: {} }')
    const agent = await fleet.startAgent('fra')
    const made: number[] = []
    agent.monitor.events.subscribe((event) => {
      if (event.type === 'result') made.push(event.data.at)
    })
    await expect.poll(() => made.length).toBeGreaterThan(1)
    await fleet.stopHub()
    const before = made.length
    await expect.poll(() => made.length).toBeGreaterThan(before + 3)
    await fleet.startHub(checks, '{ fra: {} }')
    await expect.poll(() => fleet.status('web')?.verdict).toBe('up')
    await fleet.stopAgent('fra')
    // What was not received when the agent stopped is sent after its next start.
    await fleet.startAgent('fra')
    await expect
      .poll(async () => {
        const stored = new Set((await allResults(fleet, 'web')).map(({ at }) => at))
        return made.every((at) => stored.has(at))
      })
      .toBe(true)
    const results = await allResults(fleet, 'web')
    expect(new Set(results.map(({ at }) => at)).size).toBe(results.length)
  })

  it('lets an agent in once, and takes nothing more from one that was revoked', async () => {
    await using fleet = await RunningFleet.create()
    const open = await fleet.serve()
    await fleet.startHub([check('web', open.port)], '{ fra: {} }')
    await fleet.startAgent('fra')
    await expect.poll(() => fleet.said('web')).toEqual({ fra: 'up' })
    const own = { version: expect.any(String), clock_skew: expect.any(Number), overdue: 0 }
    const heard = { seen_at: expect.any(String), silent_for: expect.any(Number), ...own }
    // What came with the report is stored at once: nothing waits.
    await expect
      .poll(() => fleet.ask('/api/v1/locations'))
      .toMatchObject({
        json: { locations: [{ location: 'fra', state: 'joined', spooled: 0, ...heard }] },
      })
    expect(await fleet.ask('/api/v1/locations/fra/invitation', 'POST')).toMatchObject({
      json: { replaces: expect.any(String) },
    })
    const metrics = await fleet.metrics()
    expect(metrics).toContain('check_tcp_location_clock_skew_seconds{location="fra"}')
    expect(metrics).toContain('check_tcp_location_lost_results_total{location="fra"} 0')
    expect(await fleet.ask('/api/v1/locations/nyc/invitation', 'POST')).toMatchObject({
      status: 404,
    })
    const first = await fleet.ask('/api/v1/locations/fra/revoke', 'POST')
    expect(first).toEqual({ status: 200, json: { location: 'fra' } })
    expect(await fleet.ask('/api/v1/locations/fra/revoke', 'POST')).toEqual({
      status: 200,
      json: { location: 'fra', revoked_before: true },
    })
    expect((await fleet.ask('/api/v1/locations/nyc/revoke', 'POST')).status).toBe(404)
    const { length } = await allResults(fleet, 'web')
    await fleet.stopAgent('fra')
    await fleet.startAgent('fra')
    expect(await fleet.ask('/api/v1/locations')).toMatchObject({
      json: { locations: [{ location: 'fra', state: 'revoked' }] },
    })
    expect(await allResults(fleet, 'web')).toHaveLength(length)
    await expect
      .poll(() => fleet.agentLog.at(-1))
      .toContain(`to join again, end it, delete ${join(fleet.folder, 'fra')}, and start it`)
    expect(await fleet.ask('/api/v1/locations/fra/agent', 'DELETE')).toMatchObject({ status: 200 })
    expect(await fleet.ask('/api/v1/locations/fra/agent', 'DELETE')).toMatchObject({ status: 404 })
  })

  it('gives agents another config without a restart', async () => {
    await using fleet = await RunningFleet.create()
    const [one, other] = [await fleet.serve(), await fleet.serve()]
    await fleet.startHub([check('web', one.port)], '{ fra: {} }')
    await fleet.startAgent('fra')
    await expect.poll(() => fleet.status('web')?.verdict).toBe('up')
    await fleet.rewrite([check('web', one.port), check('api', other.port)], '{ fra: {} }')
    await fleet.hub?.reload()
    await expect.poll(() => fleet.status('api')?.verdict).toBe('up')
  })
})
