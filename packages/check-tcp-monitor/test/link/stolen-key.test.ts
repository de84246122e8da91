import { X509Certificate } from 'node:crypto'
import { systemClock } from 'check-tcp'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeCertificate } from '../../../check-tcp/test/support/make-certificate.js'
import { openHub } from '../../src/http/hub/open-hub.js'
import type { OpenedHttp } from '../../src/http/listener.js'
import { enrol } from '../../src/link/https/enrol.js'
import { HttpsLink } from '../../src/link/https/https-link.js'
import { type AgentKey, makeAgentKey } from '../../src/link/identity/agent-key.js'
import { pinOf } from '../../src/link/identity/pin.js'
import { secretHashOf } from '../../src/link/identity/secret-hash.js'
import { openTestDesk } from '../support/fleet-parts.js'
import { sampleBatch, sampleResults } from '../support/sample-batch.js'

const HOST = '127.0.0.1'
const certified = makeCertificate({ name: 'hub' })
const tls = { cert: certified.certificate, key: certified.key }
const pin = pinOf(new X509Certificate(tls.cert))

describe('who has stolen what an agent has', () => {
  const { signal } = new AbortController()
  let hub: ReturnType<typeof openTestDesk>
  let server: OpenedHttp
  let address: { readonly host: string; readonly port: number; readonly pin: string }

  beforeEach(async () => {
    hub = openTestDesk(systemClock)
    server = await openHub({ host: HOST, port: 0, tls, urls: [], desk: hub.desk })
    address = { host: HOST, port: Number(new URL(server.url).port), pin }
    return () => server.close()
  })

  const invite = (location: string) => {
    const until = Date.now() + 60_000
    return hub.directory.invite({ location, secretHash: secretHashOf(location), until })
  }

  async function join(location: string, key: AgentKey): Promise<string> {
    await invite(location)
    return (await enrol({ ...address, secret: location }, key, signal)).agent
  }

  const linkAs = (agentId: string, key: AgentKey) =>
    new HttpsLink({ hubs: [address], agentId, key })

  it('publishes nothing for another location by its key', async () => {
    const key = makeAgentKey()
    const agent = await join('fra', key)
    const link = linkAs(agent, key)
    const foreign = sampleResults(1, { location: 'nyc' })
    for (const results of [foreign, [...sampleResults(2), ...foreign]]) {
      await expect(link.send(sampleBatch({ results }), signal)).rejects.toMatchObject({
        code: 'LINK_REFUSED',
      })
    }
    expect(hub.store.stored).toEqual([])
    const votes = ['db', 'web'].map((checkId) => ({
      ...{ checkId, verdict: 'down' as const, ageMs: 0, since: 1 },
    }))
    await link.send(sampleBatch({ votes, results: sampleResults(1, { checkId: 'db' }) }), signal)
    // Of a check that is not its own nothing is taken, and nobody learns whether there is one.
    expect(hub.store.stored).toEqual([])
    expect(hub.votes.heard('db', 60_000, ['fra', 'nyc'])).toMatchObject([
      { verdict: 'pending' },
      { verdict: 'pending' },
    ])
    expect(hub.votes.heard('web', 60_000, ['fra', 'nyc'])).toMatchObject([
      { verdict: 'down' },
      { verdict: 'pending' },
    ])
    await link.close()
  })

  it('is not let in as the agent of another location by its key', async () => {
    const key = makeAgentKey()
    await join('fra', key)
    const other = await join('nyc', makeAgentKey())
    const link = linkAs(other, key)
    await expect(link.send(sampleBatch(), signal)).rejects.toMatchObject({ code: 'LINK_REVOKED' })
    await expect(link.instructions('c1', signal)).rejects.toMatchObject({ code: 'LINK_REVOKED' })
    await link.close()
  })

  it('is let in by a join string once, also where it is used at the same moment', async () => {
    await invite('fra')
    const secret = { ...address, secret: 'fra' }
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () => enrol(secret, makeAgentKey(), signal)),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(enrol(secret, makeAgentKey(), signal)).rejects.toMatchObject({
      code: 'LINK_REVOKED',
    })
    expect(hub.heard).toEqual(['fra joined'])
  })

  it('is not let in by a join string that was taken back, replaced, or is too old', async () => {
    const refused = async (secret: string) =>
      expect(enrol({ ...address, secret }, makeAgentKey(), signal)).rejects.toMatchObject({
        code: 'LINK_REVOKED',
      })
    await invite('fra')
    await hub.directory.revoke('fra', Date.now())
    await refused('fra')
    await invite('fra')
    const until = Date.now() - 1
    await hub.directory.invite({ location: 'fra', secretHash: secretHashOf('old'), until })
    await refused('fra')
    await refused('old')
    expect(hub.heard).toEqual([])
  })

  it('takes nothing more from a key once another agent has joined from its location', async () => {
    const stolen = makeAgentKey()
    const agent = await join('fra', stolen)
    const link = linkAs(agent, stolen)
    await link.send(sampleBatch(), signal)
    await join('fra', makeAgentKey())
    await expect(link.send(sampleBatch(), signal)).rejects.toMatchObject({ code: 'LINK_REVOKED' })
    await expect(link.instructions('c1', signal)).rejects.toMatchObject({ code: 'LINK_REVOKED' })
    await link.close()
  })
})
