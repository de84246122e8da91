import { type AddressWords, addressWords } from '../../core/target/address-words.js'
import { type IpAddress, isLoopback, isUnspecified } from '../../core/target/ip-address.js'

type Words = AddressWords

/** One way to carry an IPv4 address inside of an IPv6 one. */
interface Embedding {
  readonly isMeant: (words: Words) => boolean
  /** The IPv4 addresses that may be meant, as numbers of 32 bits. */
  readonly carried: (words: Words) => readonly number[]
}

const last = ([, , , d]: Words): readonly number[] => [d]

const EMBEDDINGS: readonly Embedding[] = [
  // IPv4-compatible, deprecated by RFC 4291 section 2.5.5.1; `::` and `::1` (sections 2.5.2 and 2.5.3) are none.
  { isMeant: ([a, b, c]) => a === 0 && b === 0 && c === 0, carried: last },
  // IPv4-translated: RFC 2765 section 2.1, RFC 7915's forerunner; translators still know it.
  { isMeant: ([a, b, c]) => a === 0 && b === 0 && c === 0xffff_0000, carried: last },
  // NAT64: RFC 6052 section 2.1.
  { isMeant: ([a, b, c]) => a === 0x0064_ff9b && b === 0 && c === 0, carried: last },
  { isMeant: ([a, b]) => a === 0x0064_ff9b && b >>> 16 === 1, carried: ofLocalNat64 },
  // 6to4: RFC 3056 section 2.
  { isMeant: ([a]) => a >>> 16 === 0x2002, carried: ([a, b]) => [(a << 16) | (b >>> 16)] },
  // Teredo: RFC 4380 section 4; the client, whose bits are turned over, not its server.
  { isMeant: ([a]) => a === 0x2001_0000, carried: ([, , , d]) => [~d] },
  // ISATAP: RFC 5214 section 6.1, below every prefix; the bit that may be set says that the IPv4 address is unique.
  { isMeant: ([, , c]) => (c & ~0x0200_0000) === 0x5efe, carried: last },
]

/**
 * RFC 8215: a network may take any prefix of this block that RFC 6052 section 2.2 knows, of 48, 56, 64 or 96 bits. Which
 * it took cannot be seen, so every reading counts; bits 64 to 71 are no part of any. A reading that begins with 0 comes
 * of another length: nobody has such an address.
 */
function ofLocalNat64([, b, c, d]: Words): readonly number[] {
  const readings = [
    (b << 16) | ((c >>> 8) & 0xffff),
    (b << 24) | (c & 0x00ff_ffff),
    (c << 8) | (d >>> 24),
    d,
  ]
  return readings.filter((reading) => reading >>> 24 !== 0)
}

/**
 * The IPv4 addresses that packets for this IPv6 address may end up at, where it is made to carry one. Mapped addresses
 * are IPv4 addresses already (see `parseIpAddress`).
 *
 * @param words those of the address
 * @returns as numbers of 32 bits
 */
export function carriedIpv4(address: IpAddress, words = addressWords(address)): readonly number[] {
  if (address.family === 4 || isUnspecified(address) || isLoopback(address)) return []
  return EMBEDDINGS.filter(({ isMeant }) => isMeant(words)).flatMap(({ carried }) =>
    carried(words).map((ipv4) => ipv4 >>> 0),
  )
}
