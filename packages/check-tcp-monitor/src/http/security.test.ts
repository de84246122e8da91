import { describe, expect, it } from 'vitest'
import { type Asking, jsonOf, serveMonitor, TOKEN } from '../../test/support/served-monitor.js'
import type { RequestProblem } from './problem/http-problem.js'

const OPEN = ['/', '/healthz', '/readyz', '/metrics', '/openapi.json']
const CLOSED = ['/api/v1/checks', '/api/v1/status', '/api/v1/events', '/probe?target=a:1']

describe('the name by which it is asked', () => {
  it.each([
    ['127.0.0.1:9116'],
    ['[::1]:9116'],
    ['192.0.2.7'],
    ['localhost:9116'],
    ['LOCALHOST'],
    ['monitor.example.com:9116'],
    ['Monitor.Example.COM.'],
  ])('may be %s', async (host) => {
    await using served = await serveMonitor({ http: { hosts: ['monitor.example.com'] } })
    expect((await served.ask('/healthz', { headers: { host } })).status).toBe(200)
  })

  it.each([
    ['attacker.example'],
    ['attacker.example:9116'],
    ['127.0.0.1.attacker.example'],
    ['7f000001.rebind.example:9116'],
    ['localhost.attacker.example'],
    ['sub.monitor.example.com'],
    ['2130706433'],
    ['0x7f000001'],
    ['127.1'],
  ])('may not be %s, which anybody can make resolve to this machine', async (host) => {
    await using served = await serveMonitor({ http: { hosts: ['monitor.example.com'] } })
    for (const path of [...OPEN, '/api/v1/checks']) {
      const response = await served.ask(path, { headers: { host } })
      expect(response.status).toBe(421)
      expect(await response.json()).toMatchObject({
        type: 'urn:check-tcp:problem:host_not_allowed',
      })
    }
  })

  it.each([['a b'], ['user@127.0.0.1'], ['127.0.0.1:99999999'], ['[::1'], ['127.0.0.1/x']])(
    'must be readable: %s is not',
    async (host) => {
      await using served = await serveMonitor()
      expect((await served.ask('/healthz', { headers: { host } })).status).toBe(400)
    },
  )
})

describe('a page in a browser', () => {
  it.each([
    { origin: 'http://127.0.0.1:9116', 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
  ])('of this origin is served: %j', async (headers) => {
    await using served = await serveMonitor()
    const host = '127.0.0.1:9116'
    expect((await served.ask('/api/v1/checks', { headers: { host, ...headers } })).status).toBe(200)
  })

  it.each([
    { origin: 'https://attacker.example' },
    { origin: 'http://127.0.0.1:9117' },
    { origin: 'http://127.0.0.1:9116.attacker.example' },
    { origin: 'null' },
    { origin: '' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('of another origin is not: %j', async (headers) => {
    await using served = await serveMonitor()
    const response = await served.ask('/api/v1/checks', {
      headers: { host: '127.0.0.1:9116', ...headers },
    })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ type: 'urn:check-tcp:problem:foreign_origin' })
  })
})

describe('a token in the config', () => {
  it.each(OPEN)('is not needed for %s', async (path) => {
    await using served = await serveMonitor()
    expect((await served.ask(path, { token: null })).status).toBe(200)
  })

  it.each(CLOSED)('is needed for %s, also from this machine', async (path) => {
    await using served = await serveMonitor()
    for (const token of [null, 'wrong', `${TOKEN}x`, TOKEN.slice(1), TOKEN.toUpperCase()]) {
      const response = await served.ask(path, { token })
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer realm="check-tcp"/)
    }
  })

  it.each([`Basic ${TOKEN}`, TOKEN, 'Bearer', `Bearer: ${TOKEN}`])(
    'must come as a bearer token: %s does not do',
    async (authorization) => {
      await using served = await serveMonitor()
      const asking: Asking = { token: null, headers: { authorization } }
      expect((await served.ask('/api/v1/checks', asking)).status).toBe(401)
    },
  )

  it('may change with a reload', async () => {
    await using served = await serveMonitor()
    const token = 'another-token-of-the-tests'
    served.configure({ http: { host: '127.0.0.1', port: 0, hosts: [], modules: {}, token } })
    expect((await served.ask('/api/v1/checks')).status).toBe(401)
    expect((await served.ask('/api/v1/checks', { token })).status).toBe(200)
  })
})

describe('without a token in the config', () => {
  it('this machine may read, and change nothing', async () => {
    await using served = await serveMonitor({ withoutToken: true })
    expect((await served.ask('/api/v1/checks', { token: null })).status).toBe(200)
    for (const path of ['/api/v1/checks/web/run', '/api/v1/silences', '/api/v1/reload']) {
      const response = await served.ask(path, { method: 'POST', token: null })
      expect(response.status).toBe(403)
      expect(await response.json()).toMatchObject({
        type: 'urn:check-tcp:problem:no_token_configured',
      })
    }
  })

  it('what comes through a proxy does not count as this machine', async () => {
    await using served = await serveMonitor({ withoutToken: true })
    for (const name of ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via']) {
      const asking: Asking = { token: null, headers: { [name]: '192.0.2.7' } }
      expect((await served.ask('/api/v1/checks', asking)).status).toBe(403)
    }
  })

  it('others get nothing but health and metrics', async () => {
    await using served = await serveMonitor({ withoutToken: true, listensLocally: false })
    for (const path of OPEN) expect((await served.ask(path, { token: null })).status).toBe(200)
    for (const path of CLOSED) expect((await served.ask(path, { token: null })).status).toBe(403)
  })
})

describe('a request', () => {
  it.each([
    ['GET', '/nothing', 404],
    ['GET', '/api/v1/nothing', 404],
    ['GET', '/api/v1/checks/', 404],
    ['POST', '/api/v1/checks', 405],
    ['PUT', '/api/v1/checks/web', 405],
    ['GET', '/api/v1/checks/web/run', 405],
    ['OPTIONS', '/api/v1/silences', 405],
    ['HEAD', '/api/v1/events', 405],
    ['HEAD', '/probe?target=a:1', 405],
  ])('%s %s is answered with a problem', async (method, path, status) => {
    await using served = await serveMonitor()
    const response = await served.ask(path, { method })
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(response.headers.get('allow') === null).toBe(status !== 405)
  })

  it('may ask for the head of an answer alone', async () => {
    await using served = await serveMonitor()
    const response = await served.ask('/metrics', { method: 'HEAD' })
    expect([response.status, await response.text()]).toEqual([200, ''])
  })

  it('hears of every unknown parameter at once', async () => {
    await using served = await serveMonitor()
    const response = await served.ask('/api/v1/checks?tags=a&verdict=no&<script>=1')
    expect(response.status).toBe(422)
    const { problems } = await jsonOf<{ problems: RequestProblem[] }>(response)
    expect(problems).toHaveLength(3)
    expect(problems[0]?.message).toBe('the query knows no "tags"; did you mean tag?')
  })

  it.each([
    ['application/json', '{', 400],
    ['application/json', '"\ud800', 400],
    ['application/json', `"${'x'.repeat(65_536)}"`, 413],
    ['text/plain', '{}', 415],
    ['application/x-www-form-urlencoded', 'by=ops', 415],
    ['application/json; charset=utf-16', '{}', 415],
    ['application/json', '[]', 422],
    ['application/json', '{"__proto__":{"by":"ops"}}', 422],
    ['application/json', '['.repeat(60_000), 400],
  ])('with a body that will not do is refused: %s %.30s', async (type, body, status) => {
    await using served = await serveMonitor()
    const response = await served.ask('/api/v1/silences', {
      method: 'POST',
      body,
      headers: { 'Content-Type': type },
    })
    expect(response.status).toBe(status)
    expect({}).not.toHaveProperty('by')
  })

  it('is counted while it comes, whatever length it names', async () => {
    await using served = await serveMonitor()
    const chunk = new Uint8Array(1_024).fill(32)
    let sent = 0
    const body = new ReadableStream({
      pull: (controller) => {
        sent++
        controller.enqueue(chunk)
      },
    })
    const request = new Request('http://127.0.0.1:9116/api/v1/silences', {
      method: 'POST',
      headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' },
      body,
      // Node's own option, which its types lack.
      ...{ duplex: 'half' },
    })
    expect((await served.app.hono.fetch(request, {})).status).toBe(413)
    expect(sent).toBeLessThan(100)
  })
})

describe('an answer', () => {
  it.each(['/healthz', '/api/v1/checks', '/api/v1/nothing', '/metrics'])(
    'of %s is never run, framed, kept or read by others',
    async (path) => {
      await using served = await serveMonitor()
      const { headers } = await served.ask(path)
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
      })
      expect(headers.has('access-control-allow-origin')).toBe(false)
    },
  )

  it('says nothing of what broke inside, which the log does', async () => {
    const noted: unknown[] = []
    const deliveries = () => {
      throw new Error('a secret of the inside')
    }
    const log = (message: string, data: object) => void noted.push(message, data)
    await using served = await serveMonitor({ extras: { deliveries, log } })
    const response = await served.ask('/api/v1/status')
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('secret')
    expect(noted).toEqual(['a request failed', { error: expect.any(Error) }])
  })

  it('repeats what was asked with its control characters escaped', async () => {
    await using served = await serveMonitor()
    const response = await served.ask('/api/v1/checks/%1b%5b2J%e2%80%aeabc')
    const { detail } = await jsonOf<{ detail: string }>(response)
    expect(detail).toContain('no check is called "\\x1b[2J\\u202eabc" (checks: ')
  })
})

describe('a monitor whose http is turned off by a reload', () => {
  it('serves nothing any more', async () => {
    await using served = await serveMonitor()
    served.configure({ http: undefined })
    expect((await served.ask('/healthz')).status).toBe(503)
  })
})
