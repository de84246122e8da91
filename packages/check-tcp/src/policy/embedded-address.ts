import { type IpAddress, isLoopback, isUnspecified } from '../core/ip-address.js'
import { ipv6Bytes } from '../core/ipv6-bytes.js'

/** Where an IPv4 address stands inside of an IPv6 one that begins so. */
interface Embedding {
  readonly prefix: readonly number[]
  /** The byte it begins at. */
  readonly at: number
  /** Its bits are turned over. */
  readonly inverted?: true
}

const EMBEDDINGS: readonly Embedding[] = [
  // NAT64: RFC 6052 section 2.1, and RFC 8215, whose prefixes of other lengths than 96 nobody can know.
  { prefix: [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0], at: 12 },
  { prefix: [0x00, 0x64, 0xff, 0x9b, 0, 1], at: 12 },
  // 6to4: RFC 3056 section 2.
  { prefix: [0x20, 0x02], at: 2 },
  // Teredo: RFC 4380 section 4; the client, not its server.
  { prefix: [0x20, 0x01, 0, 0], at: 12, inverted: true },
  // IPv4-compatible, deprecated by RFC 4291 section 2.5.5.1; `::` and `::1` (sections 2.5.2 and 2.5.3) are none.
  { prefix: Array.from({ length: 12 }, () => 0), at: 12 },
]

/**
 * The IPv4 address that packets for this IPv6 address end up at, where it is made to carry one. Mapped addresses are
 * IPv4 addresses already (see `parseIpAddress`).
 */
export function embeddedIpv4(address: IpAddress): IpAddress | undefined {
  if (address.family === 4 || isUnspecified(address) || isLoopback(address)) return undefined
  const bytes = ipv6Bytes(address.text)
  const embedding = EMBEDDINGS.find(({ prefix }) => prefix.every((byte, at) => bytes[at] === byte))
  if (!embedding) return undefined
  const { at, inverted } = embedding
  const octets = [...bytes.subarray(at, at + 4)].map((byte) => (inverted ? 255 - byte : byte))
  return { text: octets.join('.'), family: 4 }
}
