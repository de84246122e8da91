import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { checkOf, serveMonitor } from '../../test/support/served-monitor.js'
import { takesGzip } from './encode-answers.js'

const gzip = { headers: { 'accept-encoding': 'gzip' } }

async function bytesOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer())
}

describe('an answer', () => {
  const checks = Array.from({ length: 200 }, (_, index) => checkOf(`check ${index}`, index + 1))

  it.each([['/api/v1/checks'], ['/metrics'], ['/openapi.json']])(
    '%s is compressed for who takes that, and the same when unpacked',
    async (path) => {
      await using served = await serveMonitor({ checks })
      const plain = await served.app.hono.fetch(request(path, {}), {})
      const packed = await served.app.hono.fetch(request(path, gzip.headers), {})
      expect(plain.headers.get('content-encoding')).toBeNull()
      expect(packed.headers.get('content-encoding')).toBe('gzip')
      expect(packed.headers.get('vary')).toBe('Accept-Encoding')
      expect(packed.headers.get('content-type')).toBe(plain.headers.get('content-type'))
      expect(packed.headers.get('x-content-type-options')).toBe('nosniff')
      const [bytes, text] = [await bytesOf(packed), await bytesOf(plain)]
      expect(bytes.length).toBeLessThan(text.length / 4)
      if (path !== '/metrics') expect(gunzipSync(bytes).equals(text)).toBe(true)
    },
  )

  it('is not sent again to who has it, and is where something has changed', async () => {
    await using served = await serveMonitor({ checks })
    const path = '/api/v1/checks?fields=verdict'
    const first = await served.app.hono.fetch(request(path, gzip.headers), {})
    const tag = first.headers.get('etag') ?? ''
    expect(tag).toMatch(/^W\/"[\w-]+"$/)
    const ask = (known: string) =>
      served.app.hono.fetch(request(path, { ...gzip.headers, 'if-none-match': known }), {})
    for (const known of [tag, `"other", ${tag}`, tag.slice(2), '*']) {
      const again = await ask(known)
      expect(again.status).toBe(304)
      expect(again.headers.get('etag')).toBe(tag)
      expect(await again.text()).toBe('')
    }
    expect((await ask('"other"')).status).toBe(200)
    await served.clock.advance(60_000)
    expect((await ask(tag)).status).toBe(200)
  })

  it('is sent as it is where it is small, and where it is a stream', async () => {
    await using served = await serveMonitor()
    for (const path of ['/healthz', '/api/v1/events']) {
      const response = await served.app.hono.fetch(request(path, gzip.headers), {})
      expect(response.status).toBe(200)
      expect(response.headers.get('content-encoding')).toBeNull()
    }
  })
})

describe('gzip', () => {
  it.each([
    ['gzip', true],
    ['deflate, GZIP;q=0.5', true],
    ['*', true],
    ['', false],
    ['br', false],
    ['gzip;q=0', false],
    ['gzip; q=0.000, *', false],
    ['*;q=0, gzip', true],
    ['identity', false],
  ])('by `Accept-Encoding: %s` is taken: %s', (header, taken) => {
    expect(takesGzip(header)).toBe(taken)
  })
})

function request(path: string, headers: Readonly<Record<string, string>>): Request {
  const authorization = 'Bearer a-token-of-the-tests'
  return new Request(`http://127.0.0.1:9116${path}`, { headers: { authorization, ...headers } })
}
