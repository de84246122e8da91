import type { TLSSocket, TlsOptions } from 'node:tls'
import { checkTcpConnection } from 'check-tcp'
import { describe, expect, it } from 'vitest'
import { makeCertificate } from '../support/make-certificate.js'
import { tlsService } from '../support/tls-service.js'

/** Enough for every order in which a ticket, words and the end can come. */
const CHECKS = 25

const CERTIFIED = makeCertificate()
interface Afterthought {
  readonly title: string
  readonly options?: TlsOptions
  readonly onClient?: (socket: TLSSocket) => void
}

const GREETING = 'x'.repeat(100_000)

/** What a server may do the moment that a handshake is over. */
const AFTERTHOUGHTS: readonly Afterthought[] = [
  { title: 'sends its session tickets' },
  { title: 'sends no session ticket', options: { sessionTimeout: 0 } },
  { title: 'talks', onClient: (socket) => socket.write(GREETING) },
  { title: 'talks in many small pieces', onClient: (socket) => talk(socket, 50) },
  { title: 'closes', onClient: (socket) => socket.end() },
  { title: 'says a word and closes', onClient: (socket) => socket.end('bye') },
  { title: 'hangs up', onClient: (socket) => socket.destroy() },
  {
    title: 'talks and hangs up',
    onClient: (socket) => socket.write('bye', () => socket.destroy()),
  },
]

function talk(socket: TLSSocket, left: number): void {
  if (left > 0) socket.write('word ', () => talk(socket, left - 1))
}

/** In TLS 1.2 the server has the last word of the handshake, so that a server that hangs up may take it back. */
const TWO: readonly Afterthought[] = AFTERTHOUGHTS.filter(({ title }) => title !== 'hangs up')

describe.each([
  ['TLSv1.2', TWO],
  ['TLSv1.3', AFTERTHOUGHTS],
] as const)('a server that speaks %s', (version, afterthoughts) => {
  it.each(afterthoughts)('may do what it likes after the handshake: $title', async (one) => {
    const only = { minVersion: version, maxVersion: version }
    const { options, onClient } = one
    await using service = await tlsService(CERTIFIED, {
      ...only,
      ...options,
      ...(onClient ? { onClient } : {}),
    })
    const parameters = { host: '127.0.0.1', port: service.port, tls: true }
    const checks = Array.from({ length: CHECKS }, () => checkTcpConnection(parameters))
    for (const result of await Promise.all(checks)) {
      expect(result).toMatchObject({
        status: 'success',
        details: { proven: ['tcp', 'tls'], tls: { version } },
      })
    }
  })
})

it('what a server says after its tickets is not lost', async () => {
  await using service = await tlsService(CERTIFIED, {
    onClient: (socket) => socket.write('220 ready\r\n'),
  })
  const parameters = { host: '127.0.0.1', port: service.port, tls: true, receive: '220 ' }
  const checks = Array.from({ length: CHECKS }, () => checkTcpConnection(parameters))
  for (const result of await Promise.all(checks)) {
    expect(result).toMatchObject({ status: 'success', details: { received: '220 ready\r\n' } })
  }
})
