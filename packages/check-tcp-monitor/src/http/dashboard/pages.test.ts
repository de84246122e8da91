import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { serveMonitor, TOKEN } from '../../../test/support/served-monitor.js'
import type { Dashboard, PageRequest } from './dashboard.js'

const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8'

const VISIT = {
  accept: HTML,
  'sec-fetch-site': 'cross-site',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
}

async function servePages(withoutToken = true) {
  const asked: PageRequest[] = []
  const dashboard: Dashboard = {
    assets: new Map([
      [
        '/assets/start-1.js',
        { type: 'text/javascript', bytes: Buffer.from('plain'), packed: Buffer.from('packed') },
      ],
    ]),
    styles: ["'sha256-of-the-style'"],
    page(request) {
      asked.push(request)
      return request.path.startsWith('/nothing') ? undefined : `<!doctype html>${request.path}`
    },
    notFound: ({ path }) => `<!doctype html>nothing at ${path}`,
  }
  const served = await serveMonitor({ withoutToken, extras: { dashboard } })
  const ask = async (path: string, headers: Readonly<Record<string, string>> = {}) =>
    served.app.hono.fetch(new Request(`http://127.0.0.1:9116${path}`, { headers }), {})
  return {
    served,
    asked,
    ask,
    [Symbol.asyncDispose]: () => served[Symbol.asyncDispose](),
  }
}

describe('a page', () => {
  it('is for browsers; programs get what they always got', async () => {
    await using pages = await servePages()
    const page = await pages.ask('/?show=down', { accept: HTML })
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await page.text()).toBe('<!doctype html>/?show=down')
    for (const headers of [{ accept: '*/*' }, {}]) {
      const text = await pages.ask('/', headers)
      expect(text.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    }
    const none = await pages.ask('/nothing', { accept: HTML })
    expect([none.status, await none.text()]).toEqual([404, '<!doctype html>nothing at /nothing'])
    expect(none.headers.get('content-security-policy')).toContain("script-src 'self'")
    for (const [path, accept] of [
      ['/nothing', '*/*'],
      ['/api/v1/checks/nothing', '*/*'],
    ] as const) {
      const problem = await pages.ask(path, { accept })
      expect([problem.status, problem.headers.get('content-type')]).toEqual([
        404,
        'application/problem+json',
      ])
    }
  })

  it('runs no script but its own, turns no text into one, and stands in no frame', async () => {
    await using pages = await servePages()
    const { headers } = await pages.ask('/', { accept: HTML })
    const csp = headers.get('content-security-policy') ?? ''
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'sha256-of-the-style'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ]) {
      expect(csp.split('; ')).toContain(part)
    }
    expect(csp).not.toContain('unsafe')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('has the worst rows and all counts in it, for those who may see them', async () => {
    await using pages = await servePages()
    await pages.served.clock.advance(120_000)
    pages.served.fault('refused', 2)
    await pages.served.clock.advance(120_000)
    await pages.ask('/', { accept: HTML, 'accept-language': 'de', cookie: 'a=b; x' })
    const [request] = pages.asked
    expect(request?.languages).toBe('de')
    expect(request?.first?.overview.checks.id[0]).toBe('db')
    expect(request?.first?.overview.checks.why).toEqual({ 0: 'Connection refused' })
    expect(request?.first?.counts).toEqual([0, 2, 0, 1, 0])
  })

  it('is made once for all who ask at about the same time, and again a second later', async () => {
    await using pages = await servePages()
    for (const path of ['/', '/', '/?show=down', '/?show=down'])
      await pages.ask(path, { accept: HTML })
    expect(pages.asked.map(({ path }) => path)).toEqual(['/', '/?show=down'])
    await pages.served.clock.advance(1_000)
    await pages.ask('/?show=down', { accept: HTML })
    expect(pages.asked).toHaveLength(3)
  })

  it('has nothing in it for those who are not signed in', async () => {
    await using pages = await servePages(false)
    await pages.ask('/', { accept: HTML })
    await pages.ask('/', { accept: HTML, authorization: `Bearer ${TOKEN}` })
    expect(pages.asked.map(({ first }) => first !== undefined)).toEqual([false, true])
  })

  it('may be linked to from anywhere; what it is made of may not', async () => {
    await using pages = await servePages()
    expect((await pages.ask('/checks/web', VISIT)).status).toBe(200)
    for (const other of [
      { ...VISIT, accept: '*/*' },
      { ...VISIT, 'sec-fetch-dest': 'iframe' },
      { ...VISIT, 'sec-fetch-mode': 'no-cors' },
    ]) {
      expect((await pages.ask('/checks/web', other)).status).toBe(403)
    }
    expect((await pages.ask('/assets/start-1.js', { 'sec-fetch-site': 'cross-site' })).status).toBe(
      403,
    )
  })

  it('is in the language that was chosen on it', async () => {
    await using pages = await servePages()
    await pages.ask('/', {
      accept: HTML,
      'accept-language': 'en-GB',
      cookie: 'check_tcp_language=de',
    })
    expect(pages.asked[0]?.languages).toBe('de,en-GB')
  })
})

describe('an asset', () => {
  it('is kept for ever, and packed for those who can take it', async () => {
    await using pages = await servePages(false)
    const plain = await pages.ask('/assets/start-1.js')
    expect(await plain.text()).toBe('plain')
    expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    const packed = await pages.ask('/assets/start-1.js', { 'accept-encoding': 'gzip' })
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    expect(await packed.text()).toBe('packed')
  })
})

it('a page is compressed as other answers are', async () => {
  await using pages = await servePages()
  const path = `/checks/${'x'.repeat(2_000)}`
  const packed = await pages.ask(path, { accept: HTML, 'accept-encoding': 'gzip' })
  expect(packed.headers.get('content-encoding')).toBe('gzip')
  expect(gunzipSync(Buffer.from(await packed.arrayBuffer())).toString()).toContain('xxx')
})
