import { constants } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import {
  AF_INET,
  AF_INET6,
  IPPROTO_TCP,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
} from '../../engine/native/kernel/constants.js'
import type { Libc } from '../../engine/native/kernel/libc.js'
import { SOCKADDR_SIZE, Sockaddr, writeAddress } from '../../engine/native/kernel/sockaddr.js'
import type { AllowedAddress } from '../../policy/allowed-address.js'
import { IPV6_CHECKSUM, OPTIONS, SOCK_RAW } from './constants.js'

/** `unasked` says why nothing was sent. */
type StrayAnswer = 'rst' | 'silence' | { readonly unasked: string }

/** Offsets and flags of a TCP header, RFC 9293 section 3.1. */
const HEADER = { size: 20, source: 0, target: 2, flags: 13, window: 14, checksum: 16 } as const
const RST = 0x04
const ACK = 0x10
/** Five words of four bytes, in the upper half of its byte. */
const DATA_OFFSET = { at: 12, value: 5 << 4 } as const

/** Above what Linux gives out as source ports by itself. */
const SOURCE_PORTS = { from: 61_001, below: 65_000 } as const
const LOOK_EVERY_MS = 10
const MAX_READS = 64

/**
 * Sends a segment that belongs to no connection. TCP answers it with a RST, also on a port that listens and even while
 * it drops SYNs, RFC 9293 section 3.10.7.2; a firewall that drops what goes to the port drops this too.
 */
export async function sendStraySegment(
  libc: Libc,
  address: AllowedAddress,
  port: number,
  { waitMs, signal }: { readonly waitMs: number; readonly signal: AbortSignal },
): Promise<StrayAnswer> {
  const { randomInt } = await import('node:crypto')
  const domain = address.family === 4 ? AF_INET : AF_INET6
  const fd = libc.socket(domain, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP)
  if (fd < 0) return unasked(libc, 'it needs root (CAP_NET_RAW)')
  try {
    const source = connectRaw(libc, fd, address)
    if (!source) return unasked(libc, NOT_LET_OUT)
    const sourcePort = randomInt(SOURCE_PORTS.from, SOURCE_PORTS.below)
    const segment = writeSegment(source, bytesOf(address), sourcePort, port)
    if (libc.write(fd, segment, segment.length) < 0) return unasked(libc, NOT_LET_OUT)
    const endMs = performance.now() + waitMs
    while (performance.now() < endMs && !signal.aborted) {
      if (readsRst(libc, fd, address.family, { sourcePort, port })) return 'rst'
      await delay(LOOK_EVERY_MS)
    }
    return 'silence'
  } finally {
    libc.close(fd)
  }
}

const NOT_LET_OUT =
  'this machine did not send the segment (EPERM), as an output rule that drops does'

/** @param withoutPermission what EPERM means at that step */
function unasked(libc: Libc, withoutPermission: string): StrayAnswer {
  const errno = libc.errno()
  const isDenied = errno === constants.errno.EPERM
  return { unasked: isDenied ? withoutPermission : `a raw socket failed with errno ${errno}` }
}

/** Gives the source address that the kernel chose. */
function connectRaw(libc: Libc, fd: number, address: AllowedAddress): Uint8Array | undefined {
  const { family } = address
  const sockaddr = new Sockaddr()
  const length = sockaddr.write(family, bytesOf(address), 0, 0, 0)
  if (libc.connect(fd, sockaddr.bytes, length) !== 0) return undefined
  if (family === 6) {
    const at = Uint8Array.from([HEADER.checksum, 0, 0, 0])
    libc.setsockopt(fd, OPTIONS[6].level, IPV6_CHECKSUM, at, at.length)
  }
  if (libc.getsockname(fd, sockaddr.bytes, Uint32Array.of(SOCKADDR_SIZE)) !== 0) return undefined
  const source = new Uint8Array(family === 4 ? 4 : 16)
  sockaddr.read(family, source, 0)
  return source
}

function bytesOf({ text, family }: AllowedAddress): Uint8Array {
  const bytes = new Uint8Array(family === 4 ? 4 : 16)
  writeAddress(text, family, bytes, 0)
  return bytes
}

/** An ACK without data, its checksum filled in; in IPv6 the kernel does that. */
export function writeSegment(
  source: Uint8Array,
  target: Uint8Array,
  sourcePort: number,
  port: number,
): Uint8Array {
  const segment = Buffer.alloc(HEADER.size)
  segment.writeUInt16BE(sourcePort, HEADER.source)
  segment.writeUInt16BE(port, HEADER.target)
  segment[DATA_OFFSET.at] = DATA_OFFSET.value
  segment[HEADER.flags] = ACK
  segment.writeUInt16BE(1_024, HEADER.window)
  if (source.length === 4) {
    const pseudoHeader = Buffer.concat([source, target, Buffer.of(0, IPPROTO_TCP, 0, HEADER.size)])
    const sum = onesComplementSum(Buffer.concat([pseudoHeader, segment]))
    segment.writeUInt16BE(~sum & 0xffff, HEADER.checksum)
  }
  return segment
}

/** RFC 1071, over an even number of bytes. */
export function onesComplementSum(bytes: Buffer): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 2) sum += bytes.readUInt16BE(at)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return sum
}

/** Raw sockets are given every segment of the peer; is the RST to ours among them? */
function readsRst(
  libc: Libc,
  fd: number,
  family: 4 | 6,
  { sourcePort, port }: { readonly sourcePort: number; readonly port: number },
): boolean {
  const packet = Buffer.alloc(128)
  for (let reads = 0; reads < MAX_READS; reads++) {
    const length = libc.read(fd, packet, packet.length)
    if (length < HEADER.size) return false
    // In IPv4 the IP header comes first, its length in words in the lower half of its first byte.
    const tcp = packet.subarray(family === 4 ? (packet.readUInt8(0) & 0xf) * 4 : 0)
    const isOurs =
      tcp.readUInt16BE(HEADER.source) === port && tcp.readUInt16BE(HEADER.target) === sourcePort
    if (isOurs && (tcp.readUInt8(HEADER.flags) & RST) !== 0) return true
  }
  return false
}
