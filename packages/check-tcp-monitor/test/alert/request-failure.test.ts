import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect, it } from 'vitest'
import { makeCertificate } from '../../../check-tcp/test/support/make-certificate.js'
import { tlsService } from '../../../check-tcp/test/support/tls-service.js'
import { httpRequest } from '../../src/alert/channels/http/http-request.js'

const never = new AbortController().signal

async function failureOf(url: string): Promise<string> {
  const answer = await httpRequest({ method: 'POST', url, body: '{}' }, never)
  return answer.kind === 'failed' ? answer.error : `answered ${answer.status}`
}

/** A server that does not speak HTTP. */
async function serverOf(onClient: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    onClient(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}

it('a receiver that cannot be reached is reported in words', async () => {
  await using greets = await serverOf((socket) => socket.end('220 mail.example ESMTP\r\n'))
  await using hangsUp = await serverOf((socket) => socket.once('data', () => socket.end()))
  await using secure = await tlsService(makeCertificate())
  const closed = await serverOf(() => {})
  await closed[Symbol.asyncDispose]()
  const local = (port: number, scheme = 'http') => failureOf(`${scheme}://127.0.0.1:${port}/x`)
  expect(await local(greets.port)).toBe('the receiver does not speak HTTP on this port')
  expect(await local(hangsUp.port)).toMatch(/^the receiver (closed|reset) the connection/)
  expect(await local(secure.port, 'https')).toBe("the receiver's certificate is self-signed")
  expect(await local(greets.port, 'https')).toBe('the receiver does not speak TLS on this port')
  expect(await local(closed.port)).toBe('the receiver refuses the connection')
  expect(await local(1)).toMatch(/port that HTTP does not allow$/)
})
