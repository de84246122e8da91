// Reads what tcpdump wrote: the classic pcap format, draft-ietf-opsawg-pcap, with nanoseconds.

const NANOSECONDS = 0xa1b23c4d
const FILE_HEADER = 24
const PACKET_HEADER = 16

/** Where the IP header begins, by link type: Ethernet, and IP without anything before it. */
const IP_OFFSETS = { 1: 14, 12: 0, 101: 0 }

const SYN = 0x02
const ACK = 0x10

/**
 * Microseconds from the first SYN to the first SYN-ACK of each IPv4 handshake, by `handshakeKey`. A record that is not
 * written to its end yet is left out.
 *
 * @throws for a file that is not pcap with nanoseconds, or not of Ethernet or bare IP
 */
export function handshakesOf(file) {
  if (file.length < FILE_HEADER) return new Map()
  if (file.readUInt32LE(0) !== NANOSECONDS) throw new Error('not a pcap file with nanoseconds')
  const ipOffset = IP_OFFSETS[file.readUInt32LE(20) & 0xffff]
  if (ipOffset === undefined) throw new Error(`link type ${file.readUInt32LE(20)} is not known`)

  const synAtNs = new Map()
  const tookUs = new Map()
  for (const { atNs, bytes } of packetsOf(file)) {
    const { from, to, flags } = readTcp(bytes.subarray(ipOffset))
    if ((flags & SYN) === 0) continue
    if ((flags & ACK) === 0) {
      const key = handshakeKey(from, to)
      if (!synAtNs.has(key)) synAtNs.set(key, atNs)
    } else {
      const key = handshakeKey(to, from)
      const begunNs = synAtNs.get(key)
      if (begunNs !== undefined && !tookUs.has(key)) tookUs.set(key, Number(atNs - begunNs) / 1_000)
    }
  }
  return tookUs
}

/** Names a handshake by its two ends, each `{ address, port }`. */
export function handshakeKey(client, server) {
  return `${client.address}:${client.port} > ${server.address}:${server.port}`
}

function* packetsOf(file) {
  let offset = FILE_HEADER
  while (offset + PACKET_HEADER <= file.length) {
    const seconds = BigInt(file.readUInt32LE(offset))
    const atNs = seconds * 1_000_000_000n + BigInt(file.readUInt32LE(offset + 4))
    const start = offset + PACKET_HEADER
    offset = start + file.readUInt32LE(offset + 8)
    if (offset > file.length) return
    yield { atNs, bytes: file.subarray(start, offset) }
  }
}

/** The ends and flags of a TCP segment in an IPv4 packet (RFC 791, RFC 9293). */
function readTcp(packet) {
  const address = (at) => packet.subarray(at, at + 4).join('.')
  const tcp = (packet[0] & 0x0f) * 4
  return {
    from: { address: address(12), port: packet.readUInt16BE(tcp) },
    to: { address: address(16), port: packet.readUInt16BE(tcp + 2) },
    flags: packet[tcp + 13],
  }
}
