import { once } from 'node:events'
import type { Socket } from 'node:net'
import { checkTcpConnection } from 'check-tcp'
import { describe, expect, it } from 'vitest'
import { closedPort, listening } from './support/listening.js'

const LOOPBACK = '127.0.0.1'

/** A service that says something, and answers each line that it knows. */
const talker = (greeting: string, answers: Readonly<Record<string, string>> = {}) =>
  listening((socket) => {
    if (greeting !== '') socket.write(greeting)
    socket.on('data', (data) => {
      const answer = answers[data.toString().trim()]
      if (answer !== undefined) socket.write(answer)
    })
  })

describe('expect', () => {
  it('makes a success of a refusal that was expected, and says what was found', async () => {
    const port = await closedPort()
    for (const expected of ['refused', 'closed'] as const) {
      const result = await checkTcpConnection({ host: LOOPBACK, port, expect: expected })
      expect(result).toMatchObject({
        status: 'success',
        connected: false,
        details: { found: 'refused' },
      })
      expect(result.details).not.toHaveProperty('failure')
    }
  })

  it('makes an error of an open port that should not be', async () => {
    await using open = await listening()
    const { port } = open
    for (const expected of ['refused', 'closed', 'filtered'] as const) {
      expect(await checkTcpConnection({ host: LOOPBACK, port, expect: expected })).toMatchObject({
        status: 'error',
        connected: true,
        error: `Expected ${expected}, found open`,
        details: { failure: 'not_as_expected', fault: 'target', found: 'open' },
      })
    }
  })

  it('says of a refusal that silence was expected, and speaks of the firewall', async () => {
    const port = await closedPort()
    const result = await checkTcpConnection({ host: LOOPBACK, port, expect: 'filtered' })
    expect(result).toMatchObject({
      status: 'error',
      connected: false,
      error: 'Expected filtered, found refused',
      details: {
        failure: 'not_as_expected',
        fault: 'target',
        code: 'ECONNREFUSED',
        found: 'refused',
        attempts: [{ failure: 'refused', addresses: [{ failure: 'refused' }] }],
      },
    })
    expect(result.details.advice?.[0]).toMatch(/^The firewall lets this port through/)
  })

  it('never takes a fault of the name service for a closed port', async () => {
    const parameters = { host: 'nowhere.invalid', port: 80, expect: 'closed' } as const
    expect(await checkTcpConnection(parameters)).toMatchObject({
      status: 'error',
      details: { fault: 'dns', found: 'unknown' },
    })
  })

  it('tries again until it is as expected', async () => {
    const port = await closedPort()
    const parameters = { host: LOOPBACK, port, attempts: 3, retry_delay: 0 }
    expect(await checkTcpConnection({ ...parameters, expect: 'refused' })).toMatchObject({
      attempts: 1,
    })
    expect(await checkTcpConnection({ ...parameters, expect: 'filtered' })).toMatchObject({
      attempts: 3,
    })
  })
})

describe('resolves_to', () => {
  it('holds every address of the host against what is named', async () => {
    await using open = await listening()
    const { port } = open
    const check = (resolves_to: string[]) =>
      checkTcpConnection({ host: 'localhost', port, family: 4, resolves_to })
    expect(await check(['127.0.0.0/8'])).toMatchObject({ status: 'success' })
    expect(await check(['10.0.0.0/8', '127.0.0.1'])).toMatchObject({ status: 'success' })
    expect(await check(['10.0.0.0/8'])).toMatchObject({
      status: 'error',
      error: 'Host resolves elsewhere',
      details: {
        failure: 'resolves_elsewhere',
        fault: 'dns',
        cause: 'it has the address 127.0.0.1',
      },
    })
  })
})

describe('expected_response_time', () => {
  it('marks a slower connection, which is a success all the same', async () => {
    await using open = await listening()
    const { port } = open
    const slow = await checkTcpConnection({
      host: LOOPBACK,
      port,
      expected_response_time: 0.000_000_1,
    })
    expect(slow).toMatchObject({ status: 'success', details: { slow: true } })
    const fast = await checkTcpConnection({ host: LOOPBACK, port, expected_response_time: 60 })
    expect(fast.details).not.toHaveProperty('slow')
  })
})

describe('send and receive', () => {
  it('prove an answer, a text or an expression', async () => {
    await using service = await talker('', { PING: '+PONG\r\n' })
    const { port } = service
    for (const receive of ['+PONG', '/^\\+pong\\r$/im']) {
      const result = await checkTcpConnection({ host: LOOPBACK, port, send: 'PING\r\n', receive })
      expect(result).toMatchObject({
        status: 'success',
        details: { proven: ['tcp', 'answer'], received: '+PONG\r\n', engine: 'node' },
      })
    }
  })

  it('tell a wrong answer, none at all, and a service that hangs up apart', async () => {
    await using wrong = await talker('SSH-2.0-x\r\n')
    await using mute = await talker('')
    await using rude = await listening((socket) => socket.destroy())
    const check = ({ port }: { readonly port: number }) =>
      checkTcpConnection({ host: LOOPBACK, port, receive: '220', timeout: 0.3 })
    expect(await check(wrong)).toMatchObject({
      connected: false,
      error: 'Unexpected answer',
      details: {
        failure: 'unexpected_answer',
        fault: 'target',
        cause: 'answer_does_not_match',
        received: 'SSH-2.0-x\r\n',
        proven: ['tcp'],
      },
    })
    expect(await check(mute)).toMatchObject({
      details: { failure: 'unexpected_answer', cause: 'no_answer' },
    })
    expect(await check(rude)).toMatchObject({
      error: 'Connection reset',
      details: { failure: 'connection_reset', cause: 'closed_before_answer' },
    })
  })

  it('join what comes in pieces', async () => {
    await using service = await listening(async (socket) => {
      socket.setNoDelay(true)
      for (const piece of ['2', '2', '0 mail', ' ESMTP\r\n']) {
        socket.write(piece)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    })
    const { port } = service
    expect(
      await checkTcpConnection({ host: LOOPBACK, port, receive: '/^220 .*SMTP/' }),
    ).toMatchObject({ status: 'success' })
  })

  it('end at once when the caller aborts, and leave no connection open', async () => {
    await using mute = await talker('')
    const abort = new AbortController()
    mute.server.once('connection', () => setImmediate(() => abort.abort()))
    const result = await checkTcpConnection(
      { host: LOOPBACK, port: mute.port, receive: 'x', timeout: 600 },
      { signal: abort.signal },
    )
    expect(result).toMatchObject({ error: 'Cancelled' })
  })
})

describe('hold', () => {
  it('finds a service that takes connections and hangs up', async () => {
    await using rude = await listening((socket) => socket.end())
    await using good = await listening()
    const check = ({ port }: { readonly port: number }) =>
      checkTcpConnection({ host: LOOPBACK, port, hold: 0.1 })
    expect(await check(rude)).toMatchObject({
      status: 'error',
      details: { failure: 'connection_reset', cause: 'closed_within_hold', proven: ['tcp'] },
    })
    expect(await check(good)).toMatchObject({
      status: 'success',
      details: { proven: ['tcp', 'hold'] },
    })
  })

  it('closes the connection afterwards, politely', async () => {
    let ended: (how: string) => void = () => {}
    const end = new Promise<string>((resolve) => {
      ended = resolve
    })
    await using service = await listening((socket: Socket) => {
      socket.resume()
      socket.on('error', () => ended('reset'))
      void once(socket, 'end').then(() => ended('end'))
    })
    await checkTcpConnection({ host: LOOPBACK, port: service.port, hold: 0.01 })
    expect(await end).toBe('end')
  })
})
