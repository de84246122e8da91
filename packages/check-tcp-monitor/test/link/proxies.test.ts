import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { createServer as createProxy, request } from 'node:https'
import { connect, createServer, type Server } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { systemClock } from 'check-tcp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeCertificate } from '../../../check-tcp/test/support/make-certificate.js'
import { openHub } from '../../src/http/hub/open-hub.js'
import type { OpenedHttp } from '../../src/http/listener.js'
import { HttpsLink } from '../../src/link/https/https-link.js'
import { makeAgentKey } from '../../src/link/identity/agent-key.js'
import { pinOf } from '../../src/link/identity/pin.js'
import { secretHashOf } from '../../src/link/identity/secret-hash.js'
import { openTestDesk } from '../support/fleet-parts.js'
import { sampleBatch, sampleResults } from '../support/sample-batch.js'

const HOST = '127.0.0.1'
const certified = makeCertificate({ name: 'hub' })
const tls = { cert: certified.certificate, key: certified.key }
const pin = pinOf(new X509Certificate(tls.cert))

describe('an agent behind a proxy', () => {
  const { signal } = new AbortController()
  let hub: ReturnType<typeof openTestDesk>
  let server: OpenedHttp
  let sessions: number
  let opened: Server[]
  let link: HttpsLink | undefined
  const cut: (() => void)[] = []

  beforeEach(async () => {
    opened = []
    sessions = 0
    hub = openTestDesk(systemClock)
    const { openSession } = hub.desk
    hub.desk.openSession = (...claim) => {
      sessions++
      return openSession.apply(hub.desk, claim)
    }
    server = await openHub({ host: HOST, port: 0, tls, urls: [], desk: hub.desk })
  })
  afterEach(async () => {
    await link?.close()
    for (const each of opened) each.close()
    await server.close()
  })

  const hubPort = () => Number(new URL(server.url).port)

  async function listening(proxy: Server): Promise<number> {
    opened.push(proxy.listen(0, HOST))
    await once(proxy, 'listening')
    return (proxy.address() as { port: number }).port
  }

  /** Passes on what it gets, and can cut all that it has without a word to the hub. */
  const cuttingProxy = () =>
    listening(
      createServer((socket) => {
        const onward = connect(hubPort(), HOST)
        socket.pipe(onward).pipe(socket)
        for (const each of [socket, onward]) each.on('error', () => {})
        cut.push(() => socket.destroy())
      }),
    )

  /** Has the key of the hub, and passes on whole requests and whole answers alone. */
  const bufferingProxy = () =>
    listening(
      createProxy(tls, async (asked, answer) => {
        const body = await buffer(asked)
        const { method, url: path, headers } = asked
        const to = { host: HOST, port: hubPort(), rejectUnauthorized: false }
        const onward = request({ ...to, method, path, headers }, async (got) => {
          const whole = await buffer(got)
          answer.writeHead(got.statusCode ?? 502, { 'content-type': got.headers['content-type'] })
          answer.end(whole)
        })
        onward.on('error', () => answer.destroy())
        onward.end(body)
      }),
    )

  async function linkThrough(port: number): Promise<HttpsLink> {
    const key = makeAgentKey()
    const until = Date.now() + 60_000
    await hub.directory.invite({ location: 'fra', secretHash: secretHashOf('s'), until })
    const { id } = await hub.desk.enrol('s', key.publicKey)
    const hubs = [port, 1].map((each) => ({ host: HOST, port: each, pin }))
    link = new HttpsLink({ hubs, agentId: id, key })
    return link
  }

  it('gets instructions at once, and reports, through one that buffers whole answers', async () => {
    const own = await linkThrough(await bufferingProxy())
    const waiting = own.instructions('c1', signal)
    const batch = sampleBatch({ results: sampleResults(500) })
    expect(await own.send(batch, signal)).toMatchObject({ next: 500 })
    hub.instructions.ask('fra', 'web')
    const { run, runId = '' } = await waiting
    expect(run).toEqual(['web'])
    const again = own.instructions('c1', signal, [runId])
    await own.send(sampleBatch(), signal)
    hub.instructions.ask('fra', 'db')
    expect(await again).toMatchObject({ run: ['db'] })
    expect(sessions).toBe(1)
  })

  it('keeps its session and its hub, and misses nothing, where one cuts what waits', async () => {
    const own = await linkThrough(await cuttingProxy())
    const waiting = expect(own.instructions('c1', signal)).rejects.toMatchObject({
      code: 'LINK_UNREACHABLE',
    })
    await own.send(sampleBatch(), signal)
    for (const each of cut) each()
    await waiting
    // The hub gives it to who has gone, since nobody has told it so.
    hub.instructions.ask('fra', 'web')
    // A connection that was kept and cut is noticed when it is used again.
    await expect
      .poll(() => own.instructions('c1', signal).catch(() => undefined))
      .toMatchObject({ run: ['web'] })
    expect(sessions).toBe(1)
  })
})
