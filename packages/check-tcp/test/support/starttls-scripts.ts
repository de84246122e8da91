import type { StartTlsProtocol } from '../../src/core/tls/tls-parameters.js'

/** What a server says until TLS begins: unasked, and to each request. */
export interface Script {
  readonly greeting: string | Buffer
  readonly answers: readonly (string | Buffer)[]
  /** Bytes of the last request, where the client goes on with TLS at once. */
  readonly lastRequest?: number
}

interface Scripts extends Script {
  /** What stands in the place of its last words, the greeting where it answers nothing, where it says no. */
  readonly refusal: string | Buffer
}

const SIEVE = '"IMPLEMENTATION" "test"\r\n"SIEVE" "fileinto"\r\n'
const XMPP =
  "<?xml version='1.0'?><stream:stream id='1' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>"

export const SCRIPTS: Readonly<Record<StartTlsProtocol, Scripts>> = {
  smtp: {
    greeting: '220-mail.test\r\n220 ESMTP\r\n',
    answers: ['250-mail.test\r\n250-SIZE 1000\r\n250-STARTTLS\r\n250 HELP\r\n', '220 go\r\n'],
    refusal: '454 TLS not available\r\n',
  },
  imap: {
    greeting: '* OK ready\r\n',
    answers: ['* CAPABILITY IMAP4rev1\r\na1 OK begin\r\n'],
    refusal: 'a1 BAD unknown command\r\n',
  },
  pop3: { greeting: '+OK ready\r\n', answers: ['+OK begin\r\n'], refusal: '-ERR no\r\n' },
  ftp: {
    greeting: '220-Welcome\r\n to this server\r\n220 ready\r\n',
    answers: ['234 go\r\n'],
    refusal: '530 Please login first\r\n',
  },
  ldap: {
    greeting: '',
    answers: [Buffer.from('300c02010178070a010004000400', 'hex')],
    refusal: Buffer.from('300f020101780a0a01020400040361626e', 'hex').fill('no!', 14),
  },
  postgresql: { greeting: '', answers: ['S'], refusal: 'N' },
  mysql: {
    greeting: mysqlGreeting(0xff_ff),
    answers: [],
    lastRequest: 36,
    refusal: mysqlGreeting(0xf7_ff),
  },
  xmpp: {
    greeting: '',
    answers: [
      `${XMPP}<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>`,
      "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
    ],
    refusal: "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
  },
  sieve: {
    greeting: `${SIEVE}"STARTTLS"\r\nOK "ready"\r\n`,
    answers: ['OK "begin"\r\n'],
    refusal: 'NO "not now"\r\n',
  },
}

/** A greeting of protocol 10 with the lower half of its capabilities. */
function mysqlGreeting(capabilities: number): Buffer {
  const body = Buffer.concat([
    Buffer.from('\x0a10.11.0-MariaDB\0', 'latin1'),
    Buffer.from([1, 0, 0, 0]),
    Buffer.from('12345678\0', 'latin1'),
    Buffer.from([capabilities & 0xff, capabilities >> 8]),
  ])
  return Buffer.concat([Buffer.from([body.length, 0, 0, 0]), body])
}
