import { type Exchange, shown } from './exchange.js'
import type { StartTls } from './protocol.js'

const OTHER = 'the server speaks a protocol other than LDAP'

/** RFC 4511 section 4.14.1. */
const OID = Buffer.from('1.3.6.1.4.1.1466.20037')

/** LDAPMessage number 1 with an ExtendedRequest (section 4.12) of that name. */
const REQUEST = Buffer.concat([
  Buffer.from([0x30, 7 + OID.length, 2, 1, 1, 0x77, 2 + OID.length, 0x80, OID.length]),
  OID,
])

const EXTENDED_RESPONSE = 0x78

/** Bytes; an answer has some 14, and a sentence where it says no. */
const LONGEST_MESSAGE = 4_096

export const ldap: StartTls = async (exchange) => {
  exchange.send(REQUEST)
  const message = await readMessage(exchange)
  if (!message) return OTHER
  const id = element(message, 0)
  const response = id && element(message, id.end)
  if (id?.tag !== 2 || response?.tag !== EXTENDED_RESPONSE) return OTHER
  const code = element(message, response.start)
  if (code?.tag !== 0x0a || code.end - code.start !== 1) return OTHER
  const result = message[code.start]
  if (result === 0) return undefined
  return `the server refuses StartTLS: result code ${result}${saidWith(message, code.end)}`
}

/** The content of a message; undefined where what comes is none, or too long. */
async function readMessage(exchange: Exchange): Promise<Buffer | undefined> {
  const [tag, first = 0] = await exchange.bytes(2)
  if (tag !== 0x30) return undefined
  if (first < 0x80) return exchange.bytes(first)
  const count = first & 0x7f
  if (count < 1 || count > 4) return undefined
  const length = (await exchange.bytes(count)).readUIntBE(0, count)
  return length > LONGEST_MESSAGE ? undefined : exchange.bytes(length)
}

interface Element {
  readonly tag: number
  /** Where its content begins and ends. */
  readonly start: number
  readonly end: number
}

/** The BER element at an offset (X.690 section 8.1); undefined where there is no whole one. */
function element(bytes: Buffer, at: number): Element | undefined {
  const [tag, first] = [bytes[at], bytes[at + 1]]
  if (tag === undefined || first === undefined) return undefined
  const count = first < 0x80 ? 0 : first & 0x7f
  if (count > 4 || at + 2 + count > bytes.length) return undefined
  const length = count === 0 ? first & 0x7f : bytes.readUIntBE(at + 2, count)
  const start = at + 2 + count
  return start + length > bytes.length ? undefined : { tag, start, end: start + length }
}

/** The diagnostic message, which stands after the matched name (section 4.1.9). */
function saidWith(message: Buffer, at: number): string {
  const matched = element(message, at)
  const diagnostic = matched && element(message, matched.end)
  const text = diagnostic
    ? shown(message.subarray(diagnostic.start, diagnostic.end).toString())
    : ''
  return text === '' ? '' : ` (${text})`
}
