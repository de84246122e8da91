import { describe, expect, it } from 'vitest'
import { DENY_LOOPBACK, RunningFleet } from './running-fleet.js'

const LOCATIONS = '{ fra: {}, nyc: {} }'

const check = (name: string, port: number) =>
  `- { name: ${name}, plugin: check_tcp_connection, quorum: any, parameters: { host: 127.0.0.1, port: ${port} } }`

interface Evidence {
  readonly location: string
  readonly reason_name: string
}

/** The evidence of the incident of `web`, and its timeline. */
async function told(fleet: RunningFleet) {
  const list = (await fleet.ask('/api/v1/incidents?check=web')).json as {
    readonly incidents: readonly { readonly id: string }[]
  }
  const id = list.incidents[0]?.id
  if (id === undefined) return { evidence: [], kinds: [] }
  const { evidence } = (await fleet.ask(`/api/v1/incidents/${id}`)).json as {
    readonly evidence: readonly Evidence[]
  }
  const { entries } = (await fleet.ask(`/api/v1/incidents/${id}/timeline`)).json as {
    readonly entries: readonly { readonly kind: string; readonly because?: string }[]
  }
  return { evidence, kinds: entries.map(({ kind, because }) => because ?? kind) }
}

describe('evidence in a fleet', () => {
  it('is taken at a location that sees the outage, and kept by the hub with what each believes', async () => {
    await using fleet = await RunningFleet.create()
    const web = await fleet.serve()
    await fleet.startHub([check('web', web.port)], LOCATIONS)
    await fleet.startAgent('fra')
    await fleet.startAgent('nyc', DENY_LOOPBACK)
    await expect.poll(() => fleet.said('web')).toMatchObject({ fra: 'up' })
    await web.close()
    await expect.poll(async () => (await told(fleet)).evidence).toHaveLength(1)
    const { evidence, kinds } = await told(fleet)
    expect(evidence).toMatchObject([{ location: 'fra', reason_name: 'nothing_listens' }])
    expect(kinds).toEqual(expect.arrayContaining(['observation', 'votes', 'opened', 'evidence']))
    const explain = (location: string) =>
      fleet.ask('/api/v1/checks/web/explain', 'POST', { location })
    expect(await explain('fra')).toMatchObject({
      status: 200,
      json: { location: 'fra', reason_name: 'nothing_listens' },
    })
    // Within the policy of the machine that looks.
    expect(await explain('nyc')).toMatchObject({
      status: 200,
      json: { location: 'nyc', fault: 'policy' },
    })
    await fleet.stopAgent('nyc')
    expect(await explain('nyc')).toMatchObject({
      status: 503,
      json: { detail: 'the agent at nyc does not answer' },
    })
  })
})
