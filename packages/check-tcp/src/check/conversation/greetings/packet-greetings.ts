import type { Greeting } from './greeting.js'

/** RFC 7766: a question for the root's name servers with its length before it. Any answer to it shows a name server. */
export const dns: Greeting = {
  ask: () => Buffer.from([0, 17, 0x63, 0x74, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1]),
  recognise(answer) {
    const isAnswer = answer.length >= 14 && answer.readUInt16BE(2) === 0x63_74
    return isAnswer && ((answer[4] ?? 0) & 0x80) !== 0 ? 'DNS over TCP' : undefined
  },
}

const AMQP_HEADER = Buffer.from('AMQP\0\0\x09\x01', 'latin1')

/** AMQP 0-9-1 section 4.2.2: a method frame begins the conversation, or the server's own header says another version. */
export const amqp: Greeting = {
  ask: () => AMQP_HEADER,
  recognise(answer) {
    if (answer.length < 8) return undefined
    if (answer.subarray(0, 4).equals(AMQP_HEADER.subarray(0, 4))) {
      return `AMQP ${[...answer.subarray(5, 8)].join('-')}`
    }
    const isStart = answer[0] === 1 && answer.readUInt16BE(1) === 0
    return isStart ? 'AMQP 0-9-1' : undefined
  },
}

/** RFC 4511 section 4.5.1: the root entry, which anybody may ask for; any answer, a refusal too, has the same head. */
export const ldap: Greeting = {
  ask: () =>
    Buffer.concat([
      // LDAPMessage, number 1; SearchRequest of "", base object only, no limits, values too.
      Buffer.from([0x30, 0x25, 2, 1, 1, 0x63, 0x20, 4, 0, 10, 1, 0, 10, 1, 0]),
      Buffer.from([2, 1, 0, 2, 1, 0, 1, 1, 0, 0x87, 11]),
      Buffer.from('objectclass'),
      Buffer.from([0x30, 0]),
    ]),
  recognise(answer) {
    if (answer[0] !== 0x30 || answer.length < 8) return undefined
    // BER's long form says how many bytes the length has (X.690 section 8.1.3.5).
    const form = answer[1] ?? 0
    const start = form < 0x80 ? 2 : 2 + (form & 0x7f)
    const isFirst = answer.subarray(start, start + 3).equals(Buffer.from([2, 1, 1]))
    // SearchResultEntry, SearchResultDone.
    return isFirst && [0x64, 0x65].includes(answer[start + 3] ?? 0) ? 'LDAP' : undefined
  },
}

/** MQTT 3.1.1 section 3.1: CONNECT of a client without a name, whose session ends with the connection; CONNACK answers. */
export const mqtt: Greeting = {
  ask: () => Buffer.from([0x10, 12, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 10, 0, 0]),
  recognise(answer) {
    if (answer.length < 4 || answer[0] !== 0x20) return undefined
    return answer[3] === 0 ? 'MQTT' : `MQTT refuses the connection (code ${answer[3]})`
  },
}
