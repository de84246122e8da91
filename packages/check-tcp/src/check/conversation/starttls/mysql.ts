import { shown } from './exchange.js'
import { NOT_OFFERED, type StartTls } from './protocol.js'

const OTHER = 'the server speaks a protocol other than MySQL'

/** Greetings have some 100 bytes, errors some 500. */
const LONGEST_PACKET = 4_096

/** Capabilities ("Capabilities Flags"): the protocol of 4.1, TLS, the password exchange of 4.1, plugins for it. */
const PROTOCOL_41 = 0x00_00_02_00
const SSL = 0x00_00_08_00
const SECURE_CONNECTION = 0x00_00_80_00
const PLUGIN_AUTH = 0x00_08_00_00

/** "Connection Phase" of MySQL's protocol: the server greets, the client sends the first half of its answer, then TLS. */
export const mysql: StartTls = async (exchange) => {
  const head = await exchange.bytes(4)
  const length = head.readUIntLE(0, 3)
  if (head[3] !== 0 || length < 3 || length > LONGEST_PACKET) return OTHER
  const packet = await exchange.bytes(length)
  if (packet[0] === 0xff) {
    return `the server refuses this host: ${shown(packet.subarray(3).toString())}`
  }
  const capabilities = capabilitiesOf(packet)
  if (capabilities === undefined) return OTHER
  if ((capabilities & SSL) === 0) return NOT_OFFERED
  exchange.send(sslRequest())
  return undefined
}

/** The lower half of the server's capabilities; undefined where this is no greeting of protocol 10. */
function capabilitiesOf(packet: Buffer): number | undefined {
  const versionEnd = packet.indexOf(0, 1)
  // Connection number, first 8 bytes of the challenge, a filler.
  const at = versionEnd + 1 + 4 + 8 + 1
  if (packet[0] !== 10 || versionEnd < 0 || packet.length < at + 2) return undefined
  return packet.readUInt16LE(at)
}

function sslRequest(): Buffer {
  const packet = Buffer.alloc(4 + 32)
  packet.writeUIntLE(32, 0, 3)
  packet[3] = 1
  packet.writeUInt32LE(PROTOCOL_41 | SSL | SECURE_CONNECTION | PLUGIN_AUTH, 4)
  packet.writeUInt32LE(0x01_00_00_00, 8)
  // utf8mb4_general_ci, which servers of every version know.
  packet[12] = 45
  return packet
}
