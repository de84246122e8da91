import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { createServer, type TlsOptions } from 'node:tls'
import { checkTcpConnection, createChecker } from 'check-tcp'
import { describe, expect, it, vi } from 'vitest'
import { runCommand } from '../cli/support/run-command.js'
import { temporaryFolder } from '../cli/support/temporary-folder.js'
import { closedPort, listening } from '../support/listening.js'
import { CERTIFICATE, EXPIRED_CERTIFICATE, KEY } from '../support/tls-certificates.js'

/** A TLS server that tells which names were asked for, and greets where it is told to. */
async function tlsService(options: TlsOptions = {}, greeting = '') {
  const names: (string | false | null)[] = []
  const server = createServer({ key: KEY, cert: CERTIFICATE, ...options }, (socket) => {
    names.push(socket.servername)
    socket.on('error', () => {})
    if (greeting !== '') socket.write(greeting)
    socket.resume()
  })
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    names,
    async [Symbol.asyncDispose]() {
      server.close()
      await once(server, 'close')
    },
  }
}

describe('tls', () => {
  it('proves a handshake, tells the certificate, and that nobody trusts it here', async () => {
    await using service = await tlsService()
    const { port } = service
    const result = await checkTcpConnection({ host: 'localhost', port, family: 4, tls: true })
    expect(result).toMatchObject({
      status: 'success',
      connected: true,
      details: {
        proven: ['tcp', 'tls'],
        tls: {
          version: 'TLSv1.3',
          trusted: false,
          distrust: expect.stringMatching(/SELF_SIGNED/),
          subject: 'service.test',
          issuer: 'service.test',
          valid_to: '2126-10-30T00:35:19.000Z',
        },
      },
    })
    expect(result.details.tls?.days_left).toBeGreaterThan(30_000)
    await vi.waitFor(() => expect(service.names).toEqual(['localhost']))
  })

  it('is a success with an expired certificate, which the result tells', async () => {
    await using service = await tlsService({ cert: EXPIRED_CERTIFICATE })
    const { port } = service
    const { status, details } = await checkTcpConnection({ host: '127.0.0.1', port, tls: true })
    expect(status).toBe('success')
    expect(details.tls).toMatchObject({ valid_to: '2021-01-01T00:00:00.000Z', trusted: false })
    expect(details.tls?.days_left).toBeLessThan(-1_000)
    // RFC 6066 section 3: an address is no server name.
    await vi.waitFor(() => expect(service.names).toEqual([false]))
  })

  it('trusts what this machine trusts', async () => {
    await using service = await tlsService()
    await using folder = await temporaryFolder()
    const authority = await folder.write('authority.pem', CERTIFICATE)
    const target = `localhost:${service.port}`
    const { stdout } = await runCommand([target, '--tls', '--family', '4', '-o', 'json'], {
      env: { NODE_EXTRA_CA_CERTS: authority },
    })
    expect(JSON.parse(stdout)).toMatchObject({ details: { tls: { trusted: true } } })
    expect(JSON.parse(stdout).details.tls).not.toHaveProperty('distrust')
  })

  it('reads an answer that came through it', async () => {
    await using service = await tlsService({}, '* OK IMAP4rev1 ready\r\n')
    const { port } = service
    const parameters = { host: '127.0.0.1', port, tls: true, receive: '/^\\* OK/', hold: 0.01 }
    expect(await checkTcpConnection(parameters)).toMatchObject({
      details: { proven: ['tcp', 'tls', 'answer', 'hold'], received: '* OK IMAP4rev1 ready\r\n' },
    })
    const banner = { host: '127.0.0.1', port, service: 'imaps', banner: true } as const
    expect(await checkTcpConnection(banner)).toMatchObject({
      details: { banner: '* OK IMAP4rev1 ready', tls: { version: 'TLSv1.3' } },
    })
  })

  it('tells a service that speaks something else, one that is silent, and one that hangs up', async () => {
    await using plain = await listening((socket) => void socket.write('220 mail\r\n'))
    await using mute = await listening((socket) => socket.resume())
    await using rude = await listening((socket) => socket.once('data', () => socket.destroy()))
    const check = ({ port }: { readonly port: number }) =>
      checkTcpConnection({ host: '127.0.0.1', port, tls: true, timeout: 0.5 })
    for (const service of [plain, mute, rude]) {
      expect(await check(service)).toMatchObject({
        status: 'error',
        connected: false,
        error: 'TLS handshake failed',
        details: { failure: 'tls_failed', fault: 'target', proven: ['tcp'] },
      })
    }
    expect(await check(mute)).toMatchObject({ details: { cause: 'no_tls_answer' } })
    expect(await check(plain)).toMatchObject({ details: { cause: 'wrong version number' } })
  })

  it('says refused of a port that is closed', async () => {
    const port = await closedPort()
    expect(await checkTcpConnection({ host: '127.0.0.1', port, tls: true })).toMatchObject({
      error: 'Connection refused',
    })
  })

  it('leaves no descriptor open, whatever came of it', async () => {
    await using service = await tlsService({}, 'hello\r\n')
    await using plain = await listening((socket) => void socket.resume().write('220 mail\r\n'))
    const checker = createChecker()
    const open = () => readdirSync('/proc/self/fd').length
    const before = open()
    const kinds = [
      { port: service.port, tls: true },
      { port: service.port, tls: true, receive: 'hello' },
      { port: service.port, tls: true, receive: 'nothing', timeout: 0.1 },
      { port: plain.port, tls: true },
      { port: plain.port, receive: '220', hold: 0.01 },
    ]
    for (let round = 0; round < 20; round++) {
      await Promise.all(kinds.map((kind) => checker.check({ host: '127.0.0.1', ...kind })))
    }
    await checker.close()
    // The servers' ends of this very process close a moment later.
    for (let look = 0; look < 200 && open() > before; look++) {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    expect(open()).toBeLessThanOrEqual(before)
  })
})

describe('a check that is taken back', () => {
  it.each([
    ['in its TLS handshake', { tls: true }],
    ['while it waits for a banner', { banner: true }],
    ['while it waits for an answer', { receive: 'x' }],
    ['while it holds the connection', { hold: 60 }],
  ])('%s ends at once, and its connection with it', async (_, parameters) => {
    const abort = new AbortController()
    let closed: () => void = () => {}
    const hasClosed = new Promise<void>((resolve) => {
      closed = resolve
    })
    await using silent = await listening((socket) => {
      socket.on('close', closed)
      socket.resume()
      // The check has its connection by now, or in a moment.
      setImmediate(() => abort.abort())
    })
    const check = { host: '127.0.0.1', port: silent.port, timeout: 60, ...parameters }
    const result = await checkTcpConnection(check, { signal: abort.signal })
    expect(result).toMatchObject({ error: 'Cancelled', details: { failure: 'cancelled' } })
    await hasClosed
  })
})

it('a kept connection that the service resets breaks nothing', async () => {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {})
    setImmediate(() => socket.resetAndDestroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const result = await checkTcpConnection({ host: '127.0.0.1', port, hold: 5 })
  expect(result).toMatchObject({ error: 'Connection reset', details: { fault: 'target' } })
  server.close()
})
