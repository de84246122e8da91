import { X509Certificate } from 'node:crypto'
import { systemClock } from 'check-tcp'
import { expect, it } from 'vitest'
import { makeCertificate } from '../../../check-tcp/test/support/make-certificate.js'
import { agentCheck } from '../../src/core/link/agent-config.js'
import { createHubApp } from '../../src/http/hub/hub-app.js'
import { openListener } from '../../src/http/listener.js'
import { enrol } from '../../src/link/https/enrol.js'
import { HttpsLink } from '../../src/link/https/https-link.js'
import { makeAgentKey } from '../../src/link/identity/agent-key.js'
import { pinOf } from '../../src/link/identity/pin.js'
import { secretHashOf } from '../../src/link/identity/secret-hash.js'
import { openTestDesk } from '../support/fleet-parts.js'
import { sampleBatch, sampleResults } from '../support/sample-batch.js'
import { checkOf } from '../support/served-monitor.js'

const HOST = '127.0.0.1'

/** With a field more in every object, as a newer version may write it. */
function newer(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(newer)
  if (typeof json !== 'object' || json === null) return json
  const entries = Object.entries(json).map(([key, value]) => {
    // Parameters that an agent does not know are another matter: it must not make such a check.
    return [key, key === 'parameters' ? value : newer(value)]
  })
  return { ...Object.fromEntries(entries), of_a_newer_version: { is: [true] } }
}

it('an agent joins, reports, and takes checks and instructions of a hub that says more than it knows', async () => {
  const certified = makeCertificate({ name: 'hub' })
  const tls = { cert: certified.certificate, key: certified.key }
  const pin = pinOf(new X509Certificate(tls.cert))
  const hub = openTestDesk(systemClock)
  const check = agentCheck(checkOf('web', 1))
  const ping = { ...agentCheck(checkOf('ping', 2)), plugin: 'check_ping' }
  hub.config.current = { version: 'c1', checks: [check, ping] }
  const server = await openListener({
    ...{ host: HOST, port: 0, tls },
    serve: () => {
      const app = createHubApp({ desk: hub.desk, identities: new Set([pin]) })
      const fetch = async (...asked: Parameters<typeof app.fetch>) => {
        const answer = await app.fetch(...asked)
        const { status, headers } = answer
        return new Response(JSON.stringify(newer(await answer.json())), { status, headers })
      }
      return { hono: { fetch }, close: async () => hub.desk.close() }
    },
    onUnreadable: () => {},
  })
  const { signal } = new AbortController()
  const address = { host: HOST, port: Number(new URL(server.url).port), pin }
  const until = Date.now() + 60_000
  await hub.directory.invite({ location: 'fra', secretHash: secretHashOf('s'), until })
  const key = makeAgentKey()
  const { agent } = await enrol({ ...address, secret: 's' }, key, signal)
  const link = new HttpsLink({ hubs: [address], agentId: agent, key })
  const batch = sampleBatch({ results: sampleResults(2) })
  expect(await link.send(batch, signal)).toMatchObject({ next: 2, config: 'c1' })
  const config = await link.config(signal)
  expect(config.checks.map(({ id }) => id)).toEqual(['web'])
  expect(config.unknown).toEqual(['ping'])
  hub.instructions.ask('fra', 'web')
  expect(await link.instructions('c1', signal)).toMatchObject({ run: ['web'] })
  await link.close()
  await server.close()
})
