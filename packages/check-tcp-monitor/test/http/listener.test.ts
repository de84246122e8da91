import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { HttpListenError } from '../../src/http/http-listen-error.js'
import { openHttp } from '../../src/http/open-http.js'
import { serveMonitor, TOKEN } from '../support/served-monitor.js'

const headers = { Authorization: `Bearer ${TOKEN}` }

/** Reads a stream of events until it has what is waited for. */
async function readUntil(response: Response, word: string): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    if (text.includes(word)) return text
  }
  throw new Error(`the stream ended before ${word}: ${text}`)
}

describe('the listener', () => {
  it('serves on the port that the system chose, and nobody once it is closed', async () => {
    await using served = await serveMonitor()
    const http = await openHttp(served.options)
    expect(http.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(await (await fetch(`${http.url}/healthz`)).text()).toBe('ok\n')
    await http.close()
    await expect(fetch(`${http.url}/healthz`)).rejects.toThrow()
    await http.close()
  })

  it('says in one sentence why it cannot listen', async () => {
    await using served = await serveMonitor()
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    served.configure({ http: { host: '127.0.0.1', port, hosts: [], modules: {} } })
    const opening = openHttp(served.options)
    await expect(opening).rejects.toThrow(HttpListenError)
    await expect(opening).rejects.toThrow(
      `cannot listen on 127.0.0.1 port ${port}: another process has this address and port (EADDRINUSE)`,
    )
    other.close()
  })

  it('refuses what it cannot read without a word of its inside', async () => {
    await using served = await serveMonitor()
    const http = await openHttp(served.options)
    const socket = connect(Number(new URL(http.url).port), '127.0.0.1')
    let text = ''
    socket.on('data', (data) => {
      text += data
    })
    socket.write('GET http://[bad/ HTTP/1.1\r\nHost: [bad\r\nConnection: close\r\n\r\n')
    await once(socket, 'close')
    expect(text).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(text).not.toMatch(/at .*\.js/)
    await http.close()
  })

  it('sees past its own address to who probes', async () => {
    const probePolicy = {
      rules: [{ allow: { networks: ['198.51.100.0/24'], callers: ['127.0.0.1'] } }],
    }
    await using served = await serveMonitor({ http: { probePolicy } })
    const http = await openHttp(served.options)
    const asked = fetch(`${http.url}/probe?target=198.51.100.1:1001`, { headers })
    let text: string | undefined
    const read = asked.then(async (response) => {
      text = await response.text()
    })
    while (text === undefined) await served.clock.advance(100)
    await read
    expect(text).toContain('probe_success 1\n')
    await http.close()
  })
})

describe('a stream of events', () => {
  it('is taken up again where it was cut, and begun again where that is not known', async () => {
    await using served = await serveMonitor()
    const http = await openHttp(served.options)
    const path = `${http.url}/api/v1/events`
    const first = await fetch(path, { headers })
    expect(first.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const begun = readUntil(first, '"check":"web"')
    await served.clock.advance(60_000)
    const text = await begun
    const ids = [...text.matchAll(/^id: (.+)$/gm)].map(([, id]) => id)
    const [start = ''] = ids

    const again = await fetch(path, { headers: { ...headers, 'Last-Event-ID': start } })
    const replayed = await readUntil(again, '"check":"web"')
    expect([...replayed.matchAll(/^id: (.+)$/gm)].map(([, id]) => id)).toEqual(
      expect.arrayContaining(ids),
    )
    const query = `${path}?last_event_id=unknown-1&types=result`
    expect(await readUntil(await fetch(query, { headers }), 'reset')).toContain('event: reset')
    await http.close()
  })

  it('ends when the listener is closed', async () => {
    await using served = await serveMonitor()
    const http = await openHttp(served.options)
    const response = await fetch(`${http.url}/api/v1/events`, { headers })
    const rest = response.text()
    await http.close()
    expect(await rest).toContain('retry: 2000')
  })

  it('is given to a hundred readers at once, and gives its place back', async () => {
    await using served = await serveMonitor()
    const http = await openHttp(served.options)
    const path = `${http.url}/api/v1/events`
    const endings = Array.from({ length: 100 }, () => new AbortController())
    const streams = await Promise.all(endings.map(({ signal }) => fetch(path, { headers, signal })))
    expect(streams.map(({ status }) => status)).toEqual(streams.map(() => 200))
    expect((await fetch(path, { headers })).status).toBe(429)
    endings[0]?.abort()
    await expect
      .poll(async () => (await fetch(`${http.url}/metrics`)).text(), { timeout: 60_000 })
      .toContain('check_tcp_event_streams 99\n')
    for (const ending of endings) ending.abort()
    await http.close()
  })
})
