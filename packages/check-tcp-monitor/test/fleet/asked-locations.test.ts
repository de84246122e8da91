import { describe, expect, it } from 'vitest'
import { DEFAULT_AGENT_SETTINGS } from '../../src/config/read-agent-settings.js'
import { againstOpenApi } from '../support/openapi-checker.js'
import { DENY_LOOPBACK, RunningFleet } from './running-fleet.js'

const LOCATIONS = '{ fra: {}, nyc: {}, ams: {} }'

const check = (name: string, port: number) =>
  `- { name: ${name}, plugin: check_tcp_connection, parameters: { host: 127.0.0.1, port: ${port} } }`

const AD_HOC = { ...DEFAULT_AGENT_SETTINGS, adHoc: true }

describe('a location that is asked for a check through its hub', () => {
  it('makes it once, within what its own machine allows', async () => {
    await using fleet = await RunningFleet.create()
    const [web, other] = [await fleet.serve(), await fleet.serve()]
    await fleet.startHub([check('web', web.port)], LOCATIONS)
    await fleet.startAgent('fra')
    await fleet.startAgent('nyc', undefined, AD_HOC)
    await fleet.startAgent('ams', DENY_LOOPBACK, AD_HOC)
    await expect.poll(() => fleet.said('web')).toMatchObject({ fra: 'up', nyc: 'up' })
    const ask = async (location: string, port: number, more: object = {}, what = 'check') => {
      const path = `/api/v1/locations/${location}/${what}`
      const body = { host: '127.0.0.1', port, timeout: 5, ...more }
      const { status, json } = await fleet.ask(path, 'POST', body)
      const answer = new Response(JSON.stringify(json), {
        status,
        headers: {
          'content-type': status === 200 ? 'application/json' : 'application/problem+json',
        },
      })
      const request = new Request(`http://hub${path}`, { method: 'POST' })
      expect(await againstOpenApi(request, answer)).toBeUndefined()
      return { status, json }
    }
    expect(await ask('fra', web.port)).toMatchObject({
      status: 200,
      json: { location: 'fra', result: { status: 'success', port: web.port } },
    })
    expect(await ask('fra', other.port)).toMatchObject({
      status: 403,
      json: {
        type: 'urn:check-tcp:problem:agent_refused',
        detail: expect.stringContaining('`ad_hoc: true` in its agent.yaml allows that'),
      },
    })
    expect(await ask('nyc', other.port)).toMatchObject({ json: { result: { status: 'success' } } })
    await other.close()
    expect(await ask('nyc', other.port)).toMatchObject({
      json: { result: { status: 'error', details: { failure: 'refused', fault: 'target' } } },
    })
    expect(await ask('ams', web.port)).toMatchObject({
      json: { result: { details: { failure: 'denied_by_policy' } } },
    })
    const explain = (location: string, port: number) => ask(location, port, {}, 'explain')
    expect(await explain('nyc', other.port)).toMatchObject({
      status: 200,
      json: { evidence: { location: 'nyc', reason_name: 'nothing_listens', fault: 'target' } },
    })
    expect(await explain('fra', other.port)).toMatchObject({ status: 403 })
    expect(await explain('ams', web.port)).toMatchObject({
      json: { evidence: { fault: 'policy' } },
    })
    expect(await ask('lon', web.port)).toMatchObject({ status: 404 })
    expect(await ask('nyc', web.port, { send: 'x' })).toMatchObject({ status: 422 })
    expect(await ask('nyc', web.port, { tls: { ca: '/etc/hosts' } })).toMatchObject({
      status: 422,
    })
    expect(await ask('nyc', web.port, { timeout: 3_600 })).toMatchObject({ status: 422 })
    await fleet.stopAgent('nyc')
    expect(await ask('nyc', web.port)).toMatchObject({
      status: 504,
      json: { detail: 'no agent at nyc is connected to the hub' },
    })
    // Nothing of it is in the history.
    const stored = await fleet.hub?.store.queries.results({ checkId: 'web', limit: 1_000 })
    expect(stored?.results.filter(({ location }) => location === 'ams')).not.toContainEqual(
      expect.objectContaining({ outcome: 'good' }),
    )
  })
})
