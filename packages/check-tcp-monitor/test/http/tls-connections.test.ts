import { once } from 'node:events'
import { get } from 'node:https'
import { connect as connectPlain } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { makeCertificate } from '../../../check-tcp/test/support/make-certificate.js'
import type { AppEnv } from '../../src/http/create-app.js'
import { openListener } from '../../src/http/listener.js'

const { certificate: cert, key } = makeCertificate()

describe('connections over TLS', () => {
  it('are told apart by whether a request of theirs is being served, as those without', async () => {
    let answer: ((text: string) => void) | undefined
    const hono = new Hono<AppEnv>()
    hono.get('/', async (context) => {
      const text = await new Promise<string>((resolve) => {
        answer = resolve
      })
      return context.text(text)
    })
    const listener = await openListener(
      {
        ...{ host: '127.0.0.1', port: 0, tls: { cert, key } },
        serve: () => ({ hono, close: async () => {} }),
        onUnreadable: () => {},
      },
      { max: 2, maxPerAddress: 2 },
    )
    const { port } = new URL(listener.url)
    const asked = get({ host: '127.0.0.1', port, rejectUnauthorized: false, agent: false })
    asked.on('error', () => {})
    const answered = once(asked, 'response')
    await expect.poll(() => answer).toBeDefined()
    const idle: TLSSocket[] = []
    for (let count = 0; count < 4; count++) {
      const socket = connect({ host: '127.0.0.1', port: Number(port), rejectUnauthorized: false })
      socket.on('error', () => {})
      await once(socket, 'secureConnect')
      idle.push(socket)
    }
    answer?.('served')
    const [response] = await answered
    expect(response.statusCode).toBe(200)
    expect(idle.filter(({ closed }) => !closed).length).toBeLessThan(4)
    for (const socket of idle) socket.destroy()
    await listener.close()
  })

  // TLS itself gives such a one 120 s: only so that this fails, and does not take as long.
  it('do not keep a listener from its end by a handshake that never comes', async () => {
    const listener = await openListener({
      ...{ host: '127.0.0.1', port: 0, tls: { cert, key } },
      serve: () => ({ hono: new Hono<AppEnv>(), close: async () => {} }),
      onUnreadable: () => {},
    })
    const silent = connectPlain(Number(new URL(listener.url).port), '127.0.0.1')
    silent.on('error', () => {})
    await once(silent, 'connect')
    const ended = once(silent, 'close')
    await listener.close()
    await ended
  }, 60_000)
})
