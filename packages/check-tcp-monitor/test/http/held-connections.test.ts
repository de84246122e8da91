import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { openHttp } from '../../src/http/open-http.js'
import { serveMonitor, TOKEN } from '../support/served-monitor.js'

const HALF = 'GET /api/v1/checks HTTP/1.1\r\nHost: 127.0.0.1\r\nX-More: '

/** So long that nothing but a limit can have closed a connection. */
const NEVER = { headersMs: 3_600_000, requestMs: 3_600_000, idleMs: 3_600_000 }

/** Connects, sends something and keeps the connection. */
async function hold(url: string, text: string, localAddress = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', localAddress })
  socket.on('error', () => {})
  await once(socket, 'connect')
  if (text !== '') socket.write(text)
  return socket
}

/** Resolves when a connection is closed, be it with an error. */
function ended(socket: Socket): Promise<unknown> {
  return new Promise((resolve) => socket.once('close', resolve))
}

/** Asks on a connection of its own. */
async function health(url: string, localAddress?: string): Promise<string> {
  const request = 'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n'
  const socket = await hold(url, request, localAddress)
  let text = ''
  socket.on('data', (data) => {
    text += data
  })
  await ended(socket)
  return text
}

describe('somebody who holds connections', () => {
  it('and has 700 half-sent requests locks out neither others nor a health check of the same address', async () => {
    await using served = await serveMonitor()
    const http = await openHttp(served.options, NEVER)
    const sockets: Socket[] = []
    for (let round = 0; round < 7; round++) {
      const more = Array.from({ length: 100 }, () => hold(http.url, HALF))
      sockets.push(...(await Promise.all(more)))
      expect(await health(http.url)).toMatch(/^HTTP\/1\.1 200 OK/)
      expect(await health(http.url, '127.0.0.2')).toMatch(/^HTTP\/1\.1 200 OK/)
    }
    // The oldest went, the newest stay.
    await expect.poll(() => sockets.filter(({ closed }) => closed).length).toBeGreaterThan(199)
    expect(sockets.slice(-400).every(({ closed }) => !closed)).toBe(true)
    for (const socket of sockets) socket.destroy()
    await http.close()
  })

  it('from many addresses takes places only from those who have most', async () => {
    await using served = await serveMonitor()
    const http = await openHttp(served.options, { ...NEVER, max: 30, maxPerAddress: 20 })
    const one = await hold(http.url, HALF, '127.0.0.9')
    for (let index = 0; index < 60; index++)
      await hold(http.url, HALF, `127.0.0.${2 + (index % 3)}`)
    expect(await health(http.url)).toMatch(/^HTTP\/1\.1 200 OK/)
    expect(one.closed).toBe(false)
    await http.close()
  })

  it('is told to come back where all places have requests that are being served', async () => {
    await using served = await serveMonitor()
    const http = await openHttp(served.options, { ...NEVER, max: 5, maxPerAddress: 5 })
    const stream = `GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${TOKEN}\r\n\r\n`
    for (let index = 0; index < 5; index++) {
      const socket = await hold(http.url, stream)
      await once(socket, 'data')
    }
    expect(await health(http.url)).toMatch(/^HTTP\/1\.1 503 .*Retry-After: 1/s)
    await http.close()
  })
})

describe('a connection', () => {
  const hurried = { headersMs: 300, requestMs: 600, idleMs: 300, stalledMs: 300 }
  const post = `POST /api/v1/silences HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n`
  const whole = 'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'

  it.each([
    ['on which nothing comes', '', ''],
    ['with half a request', HALF, ''],
    ['whose headers come a byte at a time', HALF, 'a'],
    ['whose body never comes', post, ''],
    ['whose body comes a byte at a time', post, ' '],
    ['that is idle after its request', whole, ''],
  ])('%s is closed, and others are served meanwhile', async (_what, first, drop) => {
    await using served = await serveMonitor()
    const http = await openHttp(served.options, hurried)
    const sockets = await Promise.all(Array.from({ length: 50 }, () => hold(http.url, first)))
    const closed = Promise.all(
      sockets.map(async (socket) => {
        socket.resume()
        if (!socket.closed) await ended(socket)
      }),
    )
    const dripping = setInterval(() => {
      for (const socket of sockets) if (drop !== '' && socket.writable) socket.write(drop)
    }, 20)
    expect(await health(http.url)).toMatch(/^HTTP\/1\.1 200 OK/)
    await closed
    clearInterval(dripping)
    expect(await health(http.url)).toMatch(/^HTTP\/1\.1 200 OK/)
    await http.close()
  })

  it('whose answers nobody takes is cut off', async () => {
    await using served = await serveMonitor()
    const http = await openHttp(served.options, hurried)
    const asked = 2_000
    const request = 'GET /openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'
    const socket = await hold(http.url, request.repeat(asked))
    socket.pause()
    const closed = ended(socket)
    // Who does not read learns of the end only by writing.
    const writing = setInterval(() => socket.write('G'), 50)
    await closed
    clearInterval(writing)
    await http.close()
  })
})
