/** The response codes of RFC 1035 section 4.1.1 that a test asks for. */
const RESPONSE_CODES = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const

export type ResponseCode = keyof typeof RESPONSE_CODES

/** The record types of RFC 1035 section 3.2.2 and RFC 3596. */
export const RECORD_TYPES = { A: 1, AAAA: 28 } as const

export type RecordType = keyof typeof RECORD_TYPES

export interface Question {
  readonly id: number
  readonly name: string
  /** The type's number, also of types that this server knows nothing of. */
  readonly type: number
  /** The question as it came, to be sent back. */
  readonly bytes: Buffer
}

const HEADER_LENGTH = 12
const CLASS_IN = 1
const LIVE_SECONDS = 60
/** A pointer to offset 12, where the question's name stands (RFC 1035 section 4.1.4). */
const NAME_OF_QUESTION = 0xc00c
/** Response, recursion desired, recursion available. */
const RESPONSE_FLAGS = 0x8180

/** Reads the one question of a query. */
export function readQuestion(query: Buffer): Question {
  const labels: string[] = []
  let offset = HEADER_LENGTH
  for (let length = query.readUInt8(offset); length > 0; length = query.readUInt8(offset)) {
    labels.push(query.toString('latin1', offset + 1, offset + 1 + length))
    offset += 1 + length
  }
  const end = offset + 5
  return {
    id: query.readUInt16BE(0),
    name: labels.join('.').toLowerCase(),
    type: query.readUInt16BE(offset + 1),
    bytes: query.subarray(HEADER_LENGTH, end),
  }
}

/** Writes a response to `question`, under `id`. */
export function writeResponse(
  question: Question,
  { id = question.id, code, addresses = [] }: Response,
): Buffer {
  const header = Buffer.alloc(HEADER_LENGTH)
  header.writeUInt16BE(id, 0)
  header.writeUInt16BE(RESPONSE_FLAGS | RESPONSE_CODES[code], 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(addresses.length, 6)
  const answers = addresses.map((address) => writeAnswer(question.type, address))
  return Buffer.concat([header, question.bytes, ...answers])
}

interface Response {
  readonly id?: number
  readonly code: ResponseCode
  readonly addresses?: readonly string[]
}

function writeAnswer(type: number, address: string): Buffer {
  const data = type === RECORD_TYPES.A ? ipv4Bytes(address) : ipv6Bytes(address)
  const head = Buffer.alloc(HEADER_LENGTH)
  head.writeUInt16BE(NAME_OF_QUESTION, 0)
  head.writeUInt16BE(type, 2)
  head.writeUInt16BE(CLASS_IN, 4)
  head.writeUInt32BE(LIVE_SECONDS, 6)
  head.writeUInt16BE(data.length, 10)
  return Buffer.concat([head, data])
}

function ipv4Bytes(address: string): Buffer {
  return Buffer.from(address.split('.').map(Number))
}

function ipv6Bytes(address: string): Buffer {
  const [head = '', tail = ''] = address.split('::')
  const before = head.split(':').filter(Boolean)
  const after = tail.split(':').filter(Boolean)
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  const groups = [...before, ...zeros, ...after]
  return Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex')
}
