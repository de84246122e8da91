import type { Socket } from 'node:net'
import { checkTcpConnection } from 'check-tcp'
import { describe, expect, it } from 'vitest'
import { listening } from '../support/listening.js'

/** What servers say that Debian does not have, or says otherwise than they mostly do; as their protocols write it. */
const mongodbReply = (request: Buffer): Buffer => {
  const reply = Buffer.alloc(26)
  reply.writeInt32LE(reply.length, 0)
  reply.writeInt32LE(request.readInt32LE(4), 8)
  reply.writeInt32LE(2_013, 12)
  reply.writeInt32LE(5, 21)
  return reply
}

const mysqlError = Buffer.from('\x17\0\0\0\xff\x6a\x04Host is blocked now', 'latin1')

const speaksFirst = (text: string | Buffer) => (socket: Socket) => void socket.write(text)

const answers = (reply: (request: Buffer) => Buffer | string) => (socket: Socket) =>
  void socket.once('data', (request) => socket.write(reply(request)))

const SERVERS: readonly [service: string, (socket: Socket) => void, banner: RegExp][] = [
  ['ftp', speaksFirst('220-Welcome\r\n220 ready\r\n'), /^220-Welcome$/],
  ['smtp', speaksFirst('220 mail.example ESMTP\r\n'), /^220 mail\.example ESMTP$/],
  ['smtp', speaksFirst('554 no service here\r\n'), /^554 no service here$/],
  ['imap', speaksFirst('* OK [CAPABILITY IMAP4rev1] ready\r\n'), /^\* OK /],
  ['pop3', speaksFirst('+OK POP3 ready\r\n'), /^\+OK POP3 ready$/],
  ['mysql', speaksFirst(mysqlError), /^MySQL refuses this host: Host is blocked now$/],
  ['postgresql', answers(() => 'S'), /^PostgreSQL, offers TLS$/],
  ['postgresql', answers(() => 'E\0\0\0\x05x'), /^PostgreSQL, answers with an error$/],
  ['redis', answers(() => '-NOAUTH Authentication required.\r\n'), /^-NOAUTH /],
  ['elasticsearch', answers(() => 'HTTP/1.1 401 Unauthorized\r\n\r\n'), /^HTTP\/1\.1 401 /],
  ['mongodb', answers(mongodbReply), /^MongoDB wire protocol$/],
  ['amqp', answers(() => Buffer.from('\x01\0\0\0\0\0\x05\0\x0a\0\x0a', 'latin1')), /^AMQP 0-9-1$/],
  ['amqp', answers(() => Buffer.from('AMQP\x00\x01\x00\x00', 'latin1')), /^AMQP 1-0-0$/],
  ['mqtt', answers(() => Buffer.from([0x20, 2, 0, 5])), /^MQTT refuses the connection \(code 5\)$/],
  ['ldap', answers(() => Buffer.from([0x30, 0x84, 0, 0, 0, 5, 2, 1, 1, 0x65, 0])), /^LDAP$/],
  ['nats', speaksFirst('INFO {"server_id":"x"}\r\n'), /^INFO /],
]

describe('the greeting of', () => {
  it.each(SERVERS)('%s is recognised', async (service, serve, banner) => {
    await using server = await listening(serve)
    const parameters = { host: '127.0.0.1', port: server.port, service, banner: true }
    const result = await checkTcpConnection(parameters)
    expect(result).toMatchObject({ status: 'success', details: { proven: ['tcp', 'answer'] } })
    expect(result.details.banner).toMatch(banner)
  })

  it.each([
    ['smtp', 'SSH-2.0-OpenSSH_9\r\n'],
    ['ssh', '220 mail.example ESMTP\r\n'],
    ['redis', 'HTTP/1.1 400 Bad Request\r\n'],
    ['mysql', '220 mail.example ESMTP\r\n'],
    ['mongodb', 'HTTP/1.1 400 Bad Request\r\nDate: today\r\n'],
    ['amqp', 'HTTP/1.1 400 Bad Request\r\n'],
    ['ldap', '0123456789\r\n'],
    ['mqtt', '220 mail.example ESMTP\r\n'],
  ])('%s is not what another service says', async (service, said) => {
    await using server = await listening(speaksFirst(said))
    const parameters = { host: '127.0.0.1', port: server.port, service, banner: true, timeout: 0.3 }
    expect(await checkTcpConnection(parameters)).toMatchObject({
      error: 'Unexpected answer',
      details: { cause: 'answer_does_not_match' },
    })
  })

  it('a service brings its port and a timeout, where they are left out', async () => {
    const result = await checkTcpConnection({ host: '127.0.0.1', service: 'mongodb' })
    expect(result.port).toBe(27_017)
  })
})
