import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { systemClock, validateCheck } from 'check-tcp'
import { describe, expect, it } from 'vitest'
import { makeCertificate } from '../../../check-tcp/test/support/make-certificate.js'
import { openHub } from '../../src/http/hub/open-hub.js'
import { enrol } from '../../src/link/https/enrol.js'
import { HttpsLink } from '../../src/link/https/https-link.js'
import { type AgentKey, makeAgentKey } from '../../src/link/identity/agent-key.js'
import { pinOf } from '../../src/link/identity/pin.js'
import { secretHashOf } from '../../src/link/identity/secret-hash.js'
import { memoryLink } from '../../src/link/memory/memory-link.js'
import { openTestDesk } from '../support/fleet-parts.js'
import { sampleBatch, sampleResults } from '../support/sample-batch.js'
import { describeLink } from './link-contract.js'

const HOST = '127.0.0.1'

const certified = makeCertificate({ name: 'hub' })
const tls = { cert: certified.certificate, key: certified.key }
const pin = pinOf(new X509Certificate(tls.cert))

type Desk = ReturnType<typeof openTestDesk>['desk']

const openTls = (desk: Desk) => openHub({ host: HOST, port: 0, tls, urls: [], desk })
const portOf = (url: string) => Number(new URL(url).port)

function linkTo(url: string, agentId: string, key: AgentKey, more: { pin: string }) {
  const hubs = [{ host: HOST, port: portOf(url), ...more }]
  return new HttpsLink({ hubs, agentId, key })
}

describeLink('within a process', async ({ desk }, agent) => {
  const link = memoryLink(desk, agent)
  return { link, close: () => link.close() }
})

describeLink('over HTTPS, by a pinned key', async ({ desk }, agent, key) => {
  const server = await openTls(desk)
  const link = linkTo(server.url, agent.id, key, { pin })
  return {
    link,
    async close() {
      await link.close()
      await server.close()
    },
  }
})

describe('an agent that dials out', () => {
  const { signal } = new AbortController()

  async function withHub(
    use: (hub: ReturnType<typeof openTestDesk>, url: string) => Promise<void>,
  ) {
    const hub = openTestDesk(systemClock)
    await hub.directory.invite({
      location: 'fra',
      secretHash: secretHashOf('s'),
      until: Date.now() + 60_000,
    })
    const server = await openTls(hub.desk)
    try {
      await use(hub, server.url)
    } finally {
      await server.close()
    }
  }

  it('joins once by a join string, and not again', async () => {
    await withHub(async (hub, url) => {
      const join = { host: HOST, port: portOf(url), pin, secret: 's' }
      const key = makeAgentKey()
      const enrolled = await enrol(join, key, signal)
      expect(enrolled.location).toBe('fra')
      expect(hub.heard).toEqual(['fra joined'])
      await expect(enrol(join, makeAgentKey(), signal)).rejects.toMatchObject({
        code: 'LINK_REVOKED',
        message: expect.stringContaining('the hub does not know this join string: it was used'),
      })
      const link = linkTo(url, enrolled.agent, key, { pin })
      expect(await link.send(sampleBatch(), signal)).toMatchObject({ next: 0 })
      await link.close()
    })
  })

  it('tells nothing to a hub with another key', async () => {
    await withHub(async (hub, url) => {
      const wrong = { host: HOST, port: portOf(url), pin: 'A'.repeat(43), secret: 's' }
      await expect(enrol(wrong, makeAgentKey(), signal)).rejects.toMatchObject({
        code: 'LINK_NOT_THE_HUB',
        message: expect.stringContaining(
          `the hub at ${HOST}:${portOf(url)} has another key than the join string says: copy the whole line`,
        ),
      })
      expect(hub.heard).toEqual([])
    })
  })

  it('is not let in by a signature for another hub, nor with another key, nor once it is revoked', async () => {
    await withHub(async (hub, url) => {
      const key = makeAgentKey()
      const join = { host: HOST, port: portOf(url), pin, secret: 's' }
      const { agent } = await enrol(join, key, signal)
      const stranger = linkTo(url, agent, makeAgentKey(), { pin })
      await expect(stranger.send(sampleBatch(), signal)).rejects.toMatchObject({
        code: 'LINK_REVOKED',
      })
      await stranger.close()
      const link = linkTo(url, agent, key, { pin })
      await link.send(sampleBatch(), signal)
      await hub.directory.revoke('fra', Date.now())
      hub.desk.endSession(agent)
      await expect(link.send(sampleBatch(), signal)).rejects.toMatchObject({ code: 'LINK_REVOKED' })
      await link.close()
    })
  })

  it('is let in no more once another has joined from its location', async () => {
    await withHub(async (hub, url) => {
      const key = makeAgentKey()
      const join = { host: HOST, port: portOf(url), pin, secret: 's' }
      const { agent } = await enrol(join, key, signal)
      const link = linkTo(url, agent, key, { pin })
      await link.send(sampleBatch(), signal)
      const secretHash = secretHashOf('another')
      await hub.directory.invite({ location: 'fra', secretHash, until: Date.now() + 60_000 })
      await enrol({ ...join, secret: 'another' }, makeAgentKey(), signal)
      await expect(link.send(sampleBatch(), signal)).rejects.toMatchObject({ code: 'LINK_REVOKED' })
      await link.close()
    })
  })

  it('has nothing stored that was still being sent when it was revoked', async () => {
    await withHub(async (hub) => {
      const enrolled = await hub.desk.enrol('s', makeAgentKey().publicKey)
      const taken = hub.desk.take(enrolled, async () => {
        await hub.directory.revoke('fra', Date.now())
        return sampleBatch({ results: sampleResults(3) })
      })
      await expect(taken).rejects.toMatchObject({ code: 'LINK_REVOKED' })
      expect(hub.store.stored).toEqual([])
    })
  })

  it('opens a new session where the hub has forgotten the one it had', async () => {
    await withHub(async (hub, url) => {
      const key = makeAgentKey()
      const { agent } = await enrol(
        { host: HOST, port: portOf(url), pin, secret: 's' },
        key,
        signal,
      )
      const link = linkTo(url, agent, key, { pin })
      await link.send(sampleBatch(), signal)
      hub.desk.endSession(agent)
      const batch = sampleBatch({ results: sampleResults(1) })
      expect(await link.send(batch, signal)).toMatchObject({ next: 1 })
      await link.close()
    })
  })

  it('goes on to the next hub where one does not answer', async () => {
    await withHub(async ({ desk }, url) => {
      const silent = createServer((socket) => socket.destroy()).listen(0, HOST)
      await once(silent, 'listening')
      const { port } = silent.address() as { port: number }
      const key = makeAgentKey()
      const { agent } = await enrol(
        { host: HOST, port: portOf(url), pin, secret: 's' },
        key,
        signal,
      )
      const hubs = [port, portOf(url)].map((each) => ({ host: HOST, port: each, pin }))
      const link = new HttpsLink({ hubs, agentId: agent, key })
      await expect(link.send(sampleBatch(), signal)).rejects.toMatchObject({
        code: 'LINK_UNREACHABLE',
      })
      expect(await link.send(sampleBatch(), signal)).toMatchObject({ next: 0 })
      expect(desk.nonce()).not.toBe('')
      await link.close()
      silent.close()
    })
  })

  it('goes on with the hubs that it is told of, and with the one that it talks to', async () => {
    await withHub(async (_hub, url) => {
      const key = makeAgentKey()
      const here = { host: HOST, port: portOf(url), pin }
      const { agent } = await enrol({ ...here, secret: 's' }, key, signal)
      const gone = { host: HOST, port: 1, pin }
      const link = new HttpsLink({ hubs: [here, gone], agentId: agent, key })
      await link.send(sampleBatch(), signal)
      const others = [
        { host: HOST, port: 2, pin },
        { host: HOST, port: 3, pin },
      ]
      link.take(others)
      expect(link.hubs).toEqual([...others, here])
      expect(await link.send(sampleBatch(), signal)).toMatchObject({ next: 0 })
      link.take([here, ...others])
      expect(link.hubs).toEqual([here, ...others])
      expect(await link.send(sampleBatch(), signal)).toMatchObject({ next: 0 })
      await link.close()
    })
  })

  it('hears what either of two hubs wants, and answers the one that asks', async () => {
    const key = makeAgentKey()
    const agent = { id: 'a_1', location: 'fra', publicKey: key.publicKey, enrolledAt: 0 }
    const [one, other] = [openTestDesk(systemClock, agent), openTestDesk(systemClock, agent)]
    const servers = [await openTls(one.desk), await openTls(other.desk)]
    const hubs = servers.map(({ url }) => ({ host: HOST, port: portOf(url), pin }))
    const link = new HttpsLink({ hubs, agentId: agent.id, key })
    await link.send(sampleBatch(), signal)
    const within = { withinMs: 60_000 }
    const parameters = validateCheck({ host: '192.0.2.7', port: 1 })
    for (const { desk, instructions } of [other, one, other]) {
      const outcome = desk.asks.ask('fra', { kind: 'check', parameters }, within)
      const { asks = [] } = await link.instructions('c1', signal)
      const [{ id } = { id: '' }] = asks
      await link.answer(id, { kind: 'refused', because: 'no' }, signal)
      expect(await outcome).toEqual({ kind: 'refused', because: 'no' })
      instructions.ask('fra', 'web')
      expect(await link.instructions('c1', signal)).toMatchObject({ run: ['web'], config: 'c1' })
    }
    // One of them has gone, and the other one is heard all the same.
    await servers[0]?.close()
    other.instructions.ask('fra', 'db')
    await expect
      .poll(() => link.instructions('c1', signal).catch(() => undefined))
      .toMatchObject({ run: ['db'], config: 'c1' })
    await link.close()
    await servers[1]?.close()
  })

  it.each([
    ['a page', (text: string) => `<html>${text}`],
    ['other JSON', () => '{"ok":true}'],
  ])('takes %s of something that is not a hub for no answer', async (_what, body) => {
    const { createServer: serve } = await import('node:https')
    const server = serve(tls, (_request, response) => response.end(body('hello'))).listen(0, HOST)
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const link = new HttpsLink({
      hubs: [{ host: HOST, port, pin }],
      agentId: 'a',
      key: makeAgentKey(),
    })
    await expect(link.send(sampleBatch(), signal)).rejects.toMatchObject({
      code: 'LINK_UNREACHABLE',
      message: 'what answers is not a hub of check-tcp',
    })
    await link.close()
    server.close()
  })
})
