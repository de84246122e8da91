import { request } from 'node:https'
import { systemClock, validateCheck } from 'check-tcp'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeCertificate } from '../../../check-tcp/test/support/make-certificate.js'
import { writeBatch } from '../../src/core/link/agent-batch.js'
import { agentCheck } from '../../src/core/link/agent-config.js'
import { openHub } from '../../src/http/hub/open-hub.js'
import type { OpenedHttp } from '../../src/http/listener.js'
import { AGENT_PATHS } from '../../src/link/https/paths.js'
import { makeAgentKey, signAs } from '../../src/link/identity/agent-key.js'
import { secretHashOf } from '../../src/link/identity/secret-hash.js'
import { sessionText } from '../../src/link/identity/session-proof.js'
import { openTestDesk } from '../support/fleet-parts.js'
import { againstAgentApi } from '../support/openapi-checker.js'
import { sampleBatch, sampleResults } from '../support/sample-batch.js'
import { sampleResult } from '../support/sample-result.js'
import { checkOf } from '../support/served-monitor.js'

const certified = makeCertificate({ name: 'hub' })
const tls = { cert: certified.certificate, key: certified.key }

interface Asked {
  readonly token?: string
  /** As it is, where it is a text. */
  readonly body?: unknown
  readonly type?: string
}

describe('what a hub answers to agents over HTTPS, as its OpenAPI document has it', () => {
  let hub: ReturnType<typeof openTestDesk>
  let server: OpenedHttp
  let seen: Set<string>
  let logged: object[]
  const key = makeAgentKey()

  beforeAll(() => {
    seen = new Set()
  })
  beforeEach(async () => {
    hub = openTestDesk(systemClock)
    hub.config.current = { version: 'c1', checks: [agentCheck(checkOf('web', 1))] }
    logged = []
    const log = (message: string, data: object) => logged.push({ message, ...data })
    server = await openHub({ host: '127.0.0.1', port: 0, tls, urls: [], desk: hub.desk, log })
    return () => server.close()
  })

  /** Asks the hub; fails where the answer is not as the document has it. */
  async function ask(method: string, path: string, asked: Asked = {}) {
    const { token, body, type = 'application/json' } = asked
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const headers = {
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(text !== undefined && { 'Content-Type': type }),
    }
    const url = `${server.url}${path}`
    const answer = await new Promise<Response>((resolve, reject) => {
      const sent = request(url, { method, headers, rejectUnauthorized: false }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.once('error', reject)
        response.once('end', () => {
          const { statusCode = 0, headers: got } = response
          const media = { 'Content-Type': got['content-type'] ?? '' }
          resolve(new Response(Buffer.concat(chunks), { status: statusCode, headers: media }))
        })
      })
      sent.once('error', reject)
      sent.end(text)
    })
    expect(await againstAgentApi(new Request(url, { method }), answer)).toBeUndefined()
    const [where = ''] = path.replace('/agent/v1/', '').split(/[?/]/)
    seen.add(`${where} ${answer.status}`)
    return { status: answer.status, json: (await answer.json()) as Record<string, unknown> }
  }

  const post = (path: string, body?: unknown, token?: string) =>
    ask('POST', path, { body, ...(token !== undefined && { token }) })

  async function enrolled(): Promise<string> {
    const until = Date.now() + 60_000
    await hub.directory.invite({ location: 'fra', secretHash: secretHashOf('s'), until })
    const { json } = await post(AGENT_PATHS.enroll, { secret: 's', public_key: key.publicKey })
    return String(json.agent)
  }

  async function session(): Promise<string> {
    const agentId = await enrolled()
    const { json } = await post(AGENT_PATHS.nonce)
    const claim = { agentId, nonce: String(json.nonce), hub: new URL(server.url).host }
    const signature = signAs(key, sessionText(claim))
    return String((await post(AGENT_PATHS.session, { ...claim, signature })).json.token)
  }

  it('conforms when an agent is let in, and when it is not', async () => {
    const body = { secret: 'x', public_key: key.publicKey }
    expect(await post(AGENT_PATHS.enroll, body)).toMatchObject({ status: 403 })
    expect(await post(AGENT_PATHS.enroll, { ...body, public_key: '-' })).toMatchObject({
      status: 422,
    })
    expect(await post(AGENT_PATHS.enroll, { secret: 1 })).toMatchObject({ status: 422 })
    expect(await post(AGENT_PATHS.enroll, '{')).toMatchObject({ status: 400 })
    expect(await post(AGENT_PATHS.enroll, 'x'.repeat(70_000))).toMatchObject({ status: 413 })
    const text = { body: 'secret=s', type: 'application/x-www-form-urlencoded' }
    expect(await ask('POST', AGENT_PATHS.enroll, text)).toMatchObject({ status: 415 })
    const agentId = await enrolled()
    const { json } = await post(AGENT_PATHS.nonce)
    const claim = { agentId, nonce: json.nonce, hub: 'another:1', signature: 'x' }
    expect(await post(AGENT_PATHS.session, claim)).toMatchObject({ status: 403 })
    expect(await post(AGENT_PATHS.session, {})).toMatchObject({ status: 422 })
    expect(await session()).not.toBe('undefined')
  })

  it('conforms when an agent reports, and when it may not or the hub cannot store', async () => {
    const token = await session()
    const batch = writeBatch(sampleBatch({ results: sampleResults(2) }))
    expect(await post(AGENT_PATHS.batch, batch)).toMatchObject({ status: 401 })
    expect(await post(AGENT_PATHS.batch, batch, token)).toMatchObject({
      status: 200,
      json: { next: 2, config: 'c1' },
    })
    expect(await post(AGENT_PATHS.batch, { epoch: 1 }, token)).toMatchObject({ status: 422 })
    expect(await post(AGENT_PATHS.batch, '[', token)).toMatchObject({ status: 400 })
    const foreign = sampleBatch({ results: sampleResults(1, { location: 'nyc' }) })
    expect(await post(AGENT_PATHS.batch, writeBatch(foreign), token)).toMatchObject({ status: 422 })
    hub.store.isBroken = true
    const more = writeBatch(sampleBatch({ results: sampleResults(3) }))
    // What the store says of itself is for the log of the hub alone, and there once.
    for (let tries = 0; tries < 2; tries++) {
      expect(await post(AGENT_PATHS.batch, more, token)).toMatchObject({
        status: 503,
        json: { detail: 'the hub cannot store results now' },
      })
    }
    expect(logged).toEqual([
      {
        message: 'the hub cannot store results now',
        problem: expect.stringContaining('the disk is full'),
      },
    ])
    await hub.directory.revoke('fra', Date.now())
    expect(await post(AGENT_PATHS.batch, batch, token)).toMatchObject({ status: 403 })
  })

  it('conforms when an agent asks for its checks and for instructions', async () => {
    const token = await session()
    expect(await ask('GET', AGENT_PATHS.config)).toMatchObject({ status: 401 })
    const { json } = await ask('GET', AGENT_PATHS.config, { token })
    expect(json).toMatchObject({ version: 'c1', checks: [{ id: 'web' }] })
    hub.instructions.ask('fra', 'web')
    const stream = (query: string) => ask('GET', `${AGENT_PATHS.stream}?${query}`, { token })
    const wanted = await stream('wait=20&config=c1')
    expect(wanted).toMatchObject({ status: 200, json: { run: ['web'], config: 'c1' } })
    const received = `wait=0&config=c1&received=${String(wanted.json.runId)}`
    expect(await stream(received)).toMatchObject({ status: 200, json: { run: [] } })
    expect(await stream('wait=31&config=')).toMatchObject({ status: 422 })
    expect(await stream('config=')).toMatchObject({ status: 422 })
    expect(await ask('GET', AGENT_PATHS.stream)).toMatchObject({ status: 401 })
    await hub.directory.revoke('fra', Date.now())
    expect(await stream('wait=0&config=c1')).toMatchObject({ status: 403 })
  })

  it('conforms when an agent is asked for something, and answers', async () => {
    const token = await session()
    const parameters = validateCheck({ host: 'web.example', port: 443 })
    const asking = hub.desk.asks.ask('fra', { kind: 'check', parameters }, { withinMs: 60_000 })
    const { json } = await ask('GET', `${AGENT_PATHS.stream}?wait=20&config=c1`, { token })
    const [{ id } = { id: '' }] = json.asks as { id: string }[]
    expect(json.asks).toEqual([
      { id, kind: 'check', parameters: { host: 'web.example', port: 443 } },
    ])
    const path = `${AGENT_PATHS.answer}/${id}`
    const answer = { kind: 'result', result: sampleResult() }
    expect(await post(path, answer)).toMatchObject({ status: 401 })
    expect(await post(path, { kind: 'result', result: {} }, token)).toMatchObject({ status: 422 })
    expect(await post(path, '{', token)).toMatchObject({ status: 400 })
    expect(await post(path, answer, token)).toMatchObject({ status: 200 })
    expect(await asking).toEqual(answer)
    await hub.directory.revoke('fra', Date.now())
    expect(await post(path, answer, token)).toMatchObject({ status: 403 })
  })

  it('says which side to update to an agent of another protocol', async () => {
    const newer = await ask('GET', '/agent/v2/stream')
    expect(newer).toMatchObject({
      status: 404,
      json: { detail: expect.stringMatching(/on the hub$/) },
    })
    const older = await ask('GET', '/agent/v0/config')
    expect(older).toMatchObject({ json: { detail: expect.stringMatching(/on the agent$/) } })
    expect((await ask('GET', '/')).json.detail).toBe(
      'agents of check-tcp are served here, nothing else',
    )
  })

  afterAll(() => {
    const paths = Object.values(AGENT_PATHS).map((path) => path.replace('/agent/v1/', ''))
    for (const path of paths) expect([...seen]).toContain(`${path} 200`)
  })
})
