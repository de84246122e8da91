import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from 'check-tcp'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Certified,
  makeAuthority,
  makeCertificate,
} from '../../../check-tcp/test/support/make-certificate.js'
import { openHub } from '../../src/http/hub/open-hub.js'
import { enrol } from '../../src/link/https/enrol.js'
import { HttpsLink } from '../../src/link/https/https-link.js'
import { makeAgentKey } from '../../src/link/identity/agent-key.js'
import { pinOf } from '../../src/link/identity/pin.js'
import { secretHashOf } from '../../src/link/identity/secret-hash.js'
import { openTestDesk } from '../support/fleet-parts.js'
import { sampleBatch } from '../support/sample-batch.js'

const HOST = '127.0.0.1'
const certified = makeCertificate({ name: 'hub' })
const pin = pinOf(new X509Certificate(certified.certificate))
const authority = makeAuthority('agents of the house')
const { signal } = new AbortController()

describe('a hub that wants a certificate of its agents', () => {
  const folder = mkdtempSync(join(tmpdir(), 'check-tcp-certificates-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  /** Files of a certificate, as `agent.yaml` names them. */
  const filesOf = (name: string, { certificate, key }: Certified) => {
    const files = { certificate: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) }
    writeFileSync(files.certificate, certificate)
    writeFileSync(files.key, key)
    return files
  }

  let hub: ReturnType<typeof openTestDesk>
  let server: Awaited<ReturnType<typeof openHub>>
  const joinString = () => ({
    host: HOST,
    port: Number(new URL(server.url).port),
    pin,
    secret: 's',
  })

  beforeEach(async () => {
    hub = openTestDesk(systemClock)
    const until = Date.now() + 60_000
    await hub.directory.invite({ location: 'fra', secretHash: secretHashOf('s'), until })
    const tls = { cert: certified.certificate, key: certified.key }
    const clientAuthority = authority.certificate
    server = await openHub({ host: HOST, port: 0, tls, clientAuthority, urls: [], desk: hub.desk })
  })
  afterEach(() => server.close())

  it('lets one in that has it, and takes what it sends', async () => {
    const certificate = filesOf('good', makeCertificate({ name: 'fra', by: authority }))
    const key = makeAgentKey()
    const { agent } = await enrol(joinString(), key, signal, certificate)
    const link = new HttpsLink({ hubs: [joinString()], agentId: agent, key, certificate })
    expect(await link.send(sampleBatch(), signal)).toMatchObject({ next: 0 })
    await link.close()
  })

  it.each([
    [
      'none',
      () => undefined,
      /wants a certificate of its agents: name one, and its key, by `certificate`/,
    ],
    [
      'one of somebody else',
      () => filesOf('other', makeCertificate({ by: makeAuthority('somebody else') })),
      /the certificate of this agent is not accepted: another authority has signed it/,
    ],
    [
      'one that has expired',
      () => filesOf('old', makeCertificate({ by: authority, from: -9, to: -1 })),
      /is not accepted: it has expired/,
    ],
    [
      'one whose file is gone',
      () => ({ certificate: join(folder, 'gone.pem'), key: join(folder, 'gone.key') }),
      /the file .*gone\.pem does not exist/,
    ],
  ])('turns away one that has %s, and says what to do', async (_what, certificate, message) => {
    await expect(enrol(joinString(), makeAgentKey(), signal, certificate())).rejects.toMatchObject({
      code: 'LINK_UNREACHABLE',
      message: expect.stringMatching(message),
    })
    expect(hub.heard).toEqual([])
  })

  it('goes on with one that was renewed while the agent runs', async () => {
    const certificate = filesOf('renewed', makeCertificate({ name: 'fra', by: authority }))
    const key = makeAgentKey()
    const { agent } = await enrol(joinString(), key, signal, certificate)
    filesOf('renewed', makeCertificate({ by: authority, from: -9, to: -1 }))
    const link = new HttpsLink({ hubs: [joinString()], agentId: agent, key, certificate })
    await expect(link.send(sampleBatch(), signal)).rejects.toThrow(/it has expired/)
    filesOf('renewed', makeCertificate({ name: 'fra', by: authority }))
    expect(await link.send(sampleBatch(), signal)).toMatchObject({ next: 0 })
    await link.close()
  })
})
