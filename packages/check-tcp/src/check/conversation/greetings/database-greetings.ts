import { type Greeting, SHOWN } from './greeting.js'

/** PostgreSQL's SSLRequest (its documentation, "Message Formats"): S or N, or E and an error. */
export const postgresql: Greeting = {
  ask: () => Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]),
  recognise(answer) {
    if (answer.length === 1 && answer[0] === 0x53) return 'PostgreSQL, offers TLS'
    if (answer.length === 1 && answer[0] === 0x4e) return 'PostgreSQL, without TLS'
    return answer[0] === 0x45 && answer.length >= 5
      ? 'PostgreSQL, answers with an error'
      : undefined
  },
}

/** MySQL's first packet: 3 bytes of length, sequence 0, then protocol 10 and the version, or 0xff and an error. */
export const mysql: Greeting = {
  recognise(answer) {
    if (answer.length < 7 || answer[3] !== 0) return undefined
    if (answer[4] === 0xff) {
      return `MySQL refuses this host: ${answer.subarray(7, 7 + SHOWN).toString('latin1')}`
    }
    const end = answer.indexOf(0, 5)
    if (answer[4] !== 10 || end < 0) return undefined
    return `MySQL protocol 10, version ${answer.subarray(5, Math.min(end, 5 + SHOWN)).toString('latin1')}`
  },
}

const MONGODB_REQUEST_ID = 0x63_74_63_70
const OP_MSG = 2_013

/** OP_MSG {hello: 1, $db: "admin"} of MongoDB's wire protocol; any OP_MSG that answers it will do. */
export const mongodb: Greeting = {
  ask: () => opMsg(helloDocument()),
  recognise(answer) {
    if (answer.length < 16) return undefined
    const answers = answer.readInt32LE(8) === MONGODB_REQUEST_ID
    return answers && answer.readInt32LE(12) === OP_MSG ? 'MongoDB wire protocol' : undefined
  },
}

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
  header.writeInt32LE(OP_MSG, 12)
  return Buffer.concat([header, document])
}
