import type { CheckParameters } from '../core/parameters.js'
import { COMMON_PORTS } from '../core/services.js'

/** How a service is made to speak, and known by what it says. */
export interface Greeting {
  readonly tls?: true
  /** Sent first to services that wait for their client. */
  readonly ask?: Buffer
  /** Words for what has come, or `undefined` while it says nothing or is something else. */
  readonly recognise: (answer: Buffer) => string | undefined
}

/** Characters of a greeting's line that are shown. */
const SHOWN = 120

/** The first line, where it has come whole and looks right. */
function line(looks: RegExp): Greeting['recognise'] {
  return (answer) => {
    const [first, ...rest] = answer.subarray(0, 1_024).toString('latin1').split(/\r?\n/)
    return rest.length > 0 && first !== undefined && looks.test(first)
      ? first.slice(0, SHOWN)
      : undefined
  }
}

/** RFC 9112: any answer shows that HTTP is spoken. */
function http(path: string): (host: string) => Greeting {
  return (host) => ({
    ask: Buffer.from(
      `HEAD ${path} HTTP/1.1\r\nHost: ${host.includes(':') ? `[${host}]` : host}\r\nUser-Agent: check-tcp\r\nConnection: close\r\n\r\n`,
    ),
    recognise: line(/^HTTP\/\d/),
  })
}

const said =
  (looks: RegExp): ((host: string) => Greeting) =>
  () => ({ recognise: line(looks) })

/** RFC 5321 and RFC 959 both begin with 220, or say by 4xx or 5xx that they will not serve. */
const reply = said(/^(220|4\d\d|5\d\d)[ -]/)
/** RFC 9051 section 7.1. */
const imap = said(/^\* (OK|PREAUTH|BYE)\b/)
/** RFC 1939. */
const pop3 = said(/^(\+OK|-ERR)/)

/** PostgreSQL's SSLRequest (its documentation, "Message Formats"): S or N, or E and an error. */
const postgresql = (): Greeting => ({
  ask: Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]),
  recognise(answer) {
    if (answer.length === 1 && answer[0] === 0x53) return 'PostgreSQL, offers TLS'
    if (answer.length === 1 && answer[0] === 0x4e) return 'PostgreSQL, without TLS'
    return answer[0] === 0x45 && answer.length >= 5
      ? 'PostgreSQL, answers with an error'
      : undefined
  },
})

/** MySQL's first packet: 3 bytes of length, sequence 0, then protocol 10 and the version, or 0xff and an error. */
const mysql = (): Greeting => ({
  recognise(answer) {
    if (answer.length < 7 || answer[3] !== 0) return undefined
    if (answer[4] === 0xff) {
      return `MySQL refuses this host: ${answer.subarray(7, 7 + SHOWN).toString('latin1')}`
    }
    const end = answer.indexOf(0, 5)
    if (answer[4] !== 10 || end < 0) return undefined
    return `MySQL protocol 10, version ${answer.subarray(5, Math.min(end, 5 + SHOWN)).toString('latin1')}`
  },
})

/** An inline command of Redis; one that wants a password says so. */
const redis = (): Greeting => ({
  ask: Buffer.from('PING\r\n'),
  recognise: line(/^(\+PONG|-(NOAUTH|DENIED|LOADING|ERR|MASTERDOWN|BUSY)\b)/),
})

const MONGODB_REQUEST_ID = 0x63_74_63_70

/** OP_MSG {hello: 1, $db: "admin"} of MongoDB's wire protocol; any OP_MSG that answers it will do. */
const mongodb = (): Greeting => ({
  ask: opMsg(helloDocument()),
  recognise(answer) {
    if (answer.length < 16) return undefined
    const answers = answer.readInt32LE(8) === MONGODB_REQUEST_ID
    return answers && answer.readInt32LE(12) === 2_013 ? 'MongoDB wire protocol' : undefined
  },
})

function helloDocument(): Buffer {
  const elements = Buffer.concat([
    Buffer.from('\x10hello\0\x01\0\0\0', 'latin1'),
    Buffer.from('\x02$db\0\x06\0\0\0admin\0', 'latin1'),
    Buffer.from([0]),
  ])
  const length = Buffer.alloc(4)
  length.writeInt32LE(elements.length + 4)
  return Buffer.concat([length, elements])
}

function opMsg(document: Buffer): Buffer {
  const header = Buffer.alloc(21)
  header.writeInt32LE(header.length + document.length, 0)
  header.writeInt32LE(MONGODB_REQUEST_ID, 4)
  header.writeInt32LE(2_013, 12)
  return Buffer.concat([header, document])
}

/** RFC 7766: a question for the root's name servers with its length before it. Any answer to it shows a name server. */
const dns = (): Greeting => ({
  ask: Buffer.from([0, 17, 0x63, 0x74, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1]),
  recognise(answer) {
    const isAnswer = answer.length >= 14 && answer.readUInt16BE(2) === 0x63_74
    return isAnswer && ((answer[4] ?? 0) & 0x80) !== 0 ? 'DNS over TCP' : undefined
  },
})

const withTls =
  (greeting: (host: string) => Greeting): ((host: string) => Greeting) =>
  (host) => ({ ...greeting(host), tls: true })

const GREETINGS: Readonly<Record<number, (host: string) => Greeting>> = {
  21: reply,
  22: said(/^SSH-\d/),
  25: reply,
  53: dns,
  80: http('/'),
  110: pop3,
  143: imap,
  443: withTls(http('/')),
  993: withTls(imap),
  995: withTls(pop3),
  3306: mysql,
  5432: postgresql,
  6379: redis,
  9200: http('/'),
  27017: mongodb,
}

/** Whatever comes first. */
const anything: Greeting = {
  recognise: (answer) =>
    answer.subarray(0, SHOWN).toString('latin1').split(/\r?\n/)[0] || 'bytes without a line',
}

/** How the service that is named, or that is usual on the port, greets; for others anything they say counts. */
export function greetingOf({ service, port, host }: CheckParameters): Greeting {
  const usual = (service === undefined ? undefined : COMMON_PORTS[service]) ?? port
  return GREETINGS[usual]?.(host) ?? anything
}
