import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { checkTcpConnection } from 'check-tcp'
import { describe, expect, it } from 'vitest'
import { STARTTLS_PROTOCOLS } from '../../src/core/tls/tls-parameters.js'
import { type Listening, listening } from '../support/listening.js'
import { makeCertificate } from '../support/make-certificate.js'
import { SCRIPTS, type Script } from '../support/starttls-scripts.js'

const { certificate, key } = makeCertificate()

type Protocol = (typeof STARTTLS_PROTOCOLS)[number]

const check = ({ port }: Listening, starttls: Protocol, timeout = 5) =>
  checkTcpConnection({ host: '127.0.0.1', port, timeout, tls: { starttls } })

type Say = (socket: Socket, text: string | Buffer) => Promise<void>

const atOnce: Say = async (socket, text) => void socket.write(text)

const byteByByte: Say = async (socket, text) => {
  socket.setNoDelay(true)
  for (const byte of Buffer.from(text)) {
    socket.write(Buffer.from([byte]))
    await new Promise(setImmediate)
  }
}

/** Follows a script: greets, answers each request, then speaks TLS and says a line through it. */
function follow({ greeting, answers, lastRequest }: Script, say = atOnce) {
  return async (socket: Socket) => {
    const speakTls = () => {
      const tls = new TLSSocket(socket, { isServer: true, key, cert: certificate })
      tls.on('error', () => {})
      tls.write('after the handshake\r\n')
    }
    const waiting = [...answers]
    if (lastRequest !== undefined) {
      socket.once('data', (data) => {
        socket.pause()
        socket.unshift(data.subarray(lastRequest))
        speakTls()
      })
    } else {
      socket.on('data', async function answer() {
        const words = waiting.shift() ?? ''
        if (waiting.length === 0) socket.off('data', answer)
        await say(socket, words)
        if (waiting.length === 0) speakTls()
      })
    }
    await say(socket, greeting)
  }
}

/** The script with something else in the place of its last words. */
function withLastWords(script: Script, change: (last: Buffer) => Buffer): Script {
  const last = script.answers.at(-1)
  if (last === undefined) return { ...script, greeting: change(Buffer.from(script.greeting)) }
  return { ...script, answers: [...script.answers.slice(0, -1), change(Buffer.from(last))] }
}

describe.each(STARTTLS_PROTOCOLS)('STARTTLS of %s', (protocol) => {
  const script = SCRIPTS[protocol]

  it('leads to a handshake, and what follows is read through it', async () => {
    await using server = await listening(follow(script))
    const parameters = { host: '127.0.0.1', port: server.port, tls: { starttls: protocol } }
    const result = await checkTcpConnection({ ...parameters, receive: 'after the handshake' })
    expect(result).toMatchObject({
      status: 'success',
      details: { proven: ['tcp', 'tls', 'answer'], tls: { subject: 'service.test' } },
    })
  })

  it('fails where the server says no', async () => {
    const refusing = withLastWords(script, () => Buffer.from(script.refusal))
    await using server = await listening(follow(refusing))
    expect(await check(server, protocol)).toMatchObject({
      status: 'error',
      error: 'STARTTLS failed',
      details: {
        failure: 'starttls_failed',
        fault: 'target',
        cause: expect.stringMatching(/^the server /),
        proven: ['tcp'],
      },
    })
  })

  it('fails where the server sends plain text behind its yes', async () => {
    const more = Buffer.from('* OK injected\r\n')
    const injecting = withLastWords(script, (last) => Buffer.concat([last, more]))
    await using server = await listening(follow(injecting))
    expect(await check(server, protocol)).toMatchObject({
      details: {
        failure: 'starttls_failed',
        cause: 'the server sent plain text where TLS was to begin',
      },
    })
  })

  it.each([
    ['garbage', '\x00\xff\x80 \r\n{"a": 1}>\r\n\r\n\x15\x03\x01\x00\x02\x02\x46'],
    ['a web page', 'HTTP/1.1 400 Bad Request\r\n\r\n<html><body>no</body></html>'],
    ['a line without an end', Buffer.alloc(200_000, 'x')],
    ['lines without an end', Buffer.from('220-x\r\n* x\r\n"x"\r\n'.repeat(20_000))],
    ['elements without an end', Buffer.from(`<stream:stream>${'<x>'.repeat(40_000)}`)],
    ['lengths that are lies', Buffer.from('\x30\x84\xff\xff\xff\xff\x02\x01\x01', 'latin1')],
  ])('fails where the server sends %s', async (_, sent) => {
    await using server = await listening((socket) => void socket.resume().end(sent))
    const { status, details } = await check(server, protocol)
    expect({ status, failure: details.failure }).toEqual({
      status: 'error',
      failure: 'starttls_failed',
    })
    expect(details.cause?.length).toBeLessThan(300)
    expect(details.cause).not.toMatch(/\p{Cc}/u)
  })

  it('fails where the server hangs up, resets, or falls silent', async () => {
    await using closes = await listening((socket) => void socket.resume().end(script.greeting))
    await using resets = await listening((socket) => {
      socket.write(script.greeting)
      socket.once('data', () => socket.resetAndDestroy())
    })
    await using silent = await listening((socket) => socket.resume())
    for (const server of [closes, resets]) {
      expect(await check(server, protocol)).toMatchObject({
        details: {
          failure: expect.stringMatching(/^(starttls|tls)_failed$/),
          cause: expect.stringMatching(
            /^the server closed the connection before TLS$|^closed_in_tls_handshake$/,
          ),
        },
      })
    }
    expect(await check(silent, protocol, 0.3)).toMatchObject({
      details: {
        failure: 'starttls_failed',
        cause: 'the server sent nothing in time; does this port start with TLS?',
      },
    })
  })

  it('reads what comes byte by byte', async () => {
    await using server = await listening(follow(script, byteByByte))
    expect(await check(server, protocol)).toMatchObject({ status: 'success' })
  })

  it('ends at once when the check is taken back', async () => {
    const abort = new AbortController()
    await using silent = await listening((socket) => {
      socket.resume()
      setImmediate(() => abort.abort())
    })
    const parameters = { host: '127.0.0.1', port: silent.port, timeout: 60 }
    const tls = { starttls: protocol }
    const result = await checkTcpConnection({ ...parameters, tls }, { signal: abort.signal })
    expect(result).toMatchObject({ details: { failure: 'cancelled' } })
  })
})
