import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { PAGE, sourceOf } from '../../../test/support/sample-page.js'
import { type ServedMonitor, serveMonitor } from '../../../test/support/served-monitor.js'
import { StoreError } from '../../core/store/store-error.js'
import { StatusPage } from '../status-page.js'
import { PageServer } from './serve-page.js'

const MINUTE = 60_000

function open(served: ServedMonitor, isBroken = () => false) {
  const errors: unknown[] = []
  let config = PAGE
  let built = 0
  const { queries } = served.store
  const source = sourceOf(served, {
    queries: {
      summary: (...asked) => queries.summary(...asked),
      incidents: async (...asked) => {
        built++
        if (isBroken()) throw new StoreError('STORE_FAILED', 'the disk is gone')
        return queries.incidents(...asked)
      },
    },
  })
  const page = new StatusPage(
    () => config,
    source,
    (error) => errors.push(error),
  )
  const { fetch } = new PageServer(page)
  return {
    ask: (path = '/', init: RequestInit = {}) => fetch(new Request(`http://s.test${path}`, init)),
    rename: (title: string) => {
      config = { ...config, title }
    },
    built: () => built,
    errors,
  }
}

describe('a page that is served', () => {
  it('is made once in ten seconds, however many ask', async () => {
    await using served = await serveMonitor()
    const { ask, built } = open(served)
    await Promise.all(Array.from({ length: 50 }, () => ask()))
    expect(built()).toBe(1)
    await served.clock.advance(9_999)
    await ask()
    expect(built()).toBe(1)
    await served.clock.advance(1)
    await ask()
    expect(built()).toBe(2)
  })

  it('is the one before where making another takes longer than a second', async () => {
    await using served = await serveMonitor()
    let isSlow = false
    const queries: typeof served.store.queries = Object.create(served.store.queries, {
      incidents: {
        value: async (...asked: Parameters<typeof served.store.queries.incidents>) => {
          if (isSlow) await new Promise(() => {})
          return served.store.queries.incidents(...asked)
        },
      },
    })
    const page = new StatusPage(
      () => PAGE,
      sourceOf(served, { queries }),
      () => {},
    )
    const first = await page.page()
    isSlow = true
    await served.clock.advance(20_000)
    const second = page.page()
    await served.clock.advance(1_000)
    expect(await second).toBe(first)
  })

  it('is never more than a minute old', async () => {
    await using served = await serveMonitor()
    const { ask } = open(served)
    const before = await (await ask('/status.json')).text()
    await served.clock.advance(10 * MINUTE)
    const after = await (await ask('/status.json')).text()
    expect(JSON.parse(before).as_of).toBe('2026-01-05T00:00:00.000Z')
    expect(JSON.parse(after)).toMatchObject({ as_of: '2026-01-05T00:10:00.000Z', state: 'up' })
  })

  it('shows nothing of another config any more', async () => {
    await using served = await serveMonitor()
    const { ask, rename } = open(served)
    await ask()
    rename('Another')
    expect(await (await ask()).text()).toContain('<h1>Another</h1>')
  })

  it('is compressed for those who take it, and 304 for those who have it', async () => {
    await using served = await serveMonitor()
    const { ask } = open(served)
    const plain = await ask()
    const packed = await ask('/', { headers: { 'accept-encoding': 'br, gzip' } })
    const body = Buffer.from(await packed.arrayBuffer())
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    expect(gunzipSync(body).toString()).toBe(await plain.text())
    const refused = await ask('/', { headers: { 'accept-encoding': 'gzip;q=0' } })
    expect(refused.headers.get('content-encoding')).toBeNull()
    for (const each of [plain, packed]) {
      const headers = {
        'if-none-match': `"x", W/${each.headers.get('etag')}`,
        'accept-encoding': each.headers.get('content-encoding') ?? 'identity',
      }
      const known = await ask('/', { headers })
      expect([known.status, await known.text()]).toEqual([304, ''])
    }
    expect(plain.headers.get('etag')).not.toBe(packed.headers.get('etag'))
  })

  it('lets a browser apply its own style and nothing else', async () => {
    await using served = await serveMonitor()
    const { ask } = open(served)
    const { headers } = await ask()
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    )
    const html = await (await ask()).text()
    expect(html).not.toMatch(/<script|\sstyle=|\son[a-z]+=|https?:\/\/(?!www\.w3\.org)/)
    const badge = await ask('/badge/shop.svg')
    expect(badge.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(badge.headers.get('cache-control')).toBe('public, max-age=10')
  })

  it.each([
    ['GET', '/index.html', 200, /^<!doctype html>/],
    ['GET', '/feed.atom', 200, /^<\?xml/],
    ['GET', '/status.json', 200, /^\{"title"/],
    ['GET', '/badge/databases.svg', 200, /^<svg/],
    ['GET', '/badge.svg', 200, /^<svg/],
    ['HEAD', '/', 200, /^$/],
    ['GET', '/badge/web.svg', 404, /^There is nothing here\.\n$/],
    ['GET', '/../../etc/passwd', 404, /^There is nothing here\.\n$/],
    ['POST', '/', 405, /^This is for reading alone\.\n$/],
    ['DELETE', '/index.html', 405, /^This is for reading alone\.\n$/],
  ])('%s %s is answered with %d', async (method, path, status, text) => {
    await using served = await serveMonitor()
    const { ask } = open(served)
    const response = await ask(path, { method })
    expect(response.status).toBe(status)
    expect(await response.text()).toMatch(text)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('says that it is old while no other can be made, and is none where none ever could', async () => {
    await using served = await serveMonitor()
    let isBroken = false
    const { ask, errors } = open(served, () => isBroken)
    expect(await (await ask()).text()).not.toContain('This page is old')
    isBroken = true
    await served.clock.advance(2 * MINUTE)
    const old = await (await ask()).text()
    expect(old).toContain('This page is old')
    expect(old).toContain('datetime="2026-01-05T00:00:00.000Z"')
    expect(errors).toHaveLength(1)
    isBroken = false
    await served.clock.advance(2 * MINUTE)
    expect(await (await ask()).text()).not.toContain('This page is old')
    const never = await open(served, () => true).ask()
    expect([never.status, never.headers.get('retry-after')]).toEqual([503, '30'])
  })
})
