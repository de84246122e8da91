import { isIP } from 'node:net'
import { type AddressWords, addressWords, isMapped } from './address-words.js'
import type { IpAddress } from './ip-address.js'

/** An address or a block of addresses. */
interface Network {
  /** As it was written. */
  readonly text: string
  contains(address: IpAddress): boolean
}

/** The leading bits that all addresses of a network have in common; those after them are 0. */
export interface Prefix {
  readonly words: AddressWords
  readonly bits: number
}

const ADDRESS_BITS = 128

/** The bits that all IPv4 addresses have in common in the space of all addresses (see `AddressWords`). */
const BITS_BEFORE_IPV4 = 96

/** Reads an address or a CIDR block, such as `10.0.0.0/8`, `::1`; `undefined` for everything else. */
export function parseNetwork(text: string): Network | undefined {
  const prefix = parsePrefix(text)
  return prefix && { text, contains: (address) => isWithin(addressWords(address), prefix) }
}

/** The same as a prefix of the space of all addresses. */
export function parsePrefix(text: string): Prefix | undefined {
  const slash = text.indexOf('/')
  const bare = slash < 0 ? text : text.slice(0, slash)
  const version = isIP(bare)
  if (version === 0) return undefined
  const words = addressWords({ text: bare, family: version === 4 ? 4 : 6 })
  const before = isMapped(words) ? BITS_BEFORE_IPV4 : 0
  const length = slash < 0 ? ADDRESS_BITS - before : lengthOf(text.slice(slash + 1))
  const bits = before + length
  if (!(bits <= ADDRESS_BITS)) return undefined
  const masked = (word: 0 | 1 | 2 | 3) => (words[word] & maskOf(bits, word)) >>> 0
  return { words: [masked(0), masked(1), masked(2), masked(3)], bits }
}

/** NaN where it is none. */
function lengthOf(text: string): number {
  return /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN
}

/** The bits of one of the four words that a prefix of so many bits fixes. */
export function maskOf(bits: number, word: number): number {
  const fixed = Math.min(32, Math.max(0, bits - 32 * word))
  return fixed === 0 ? 0 : -1 << (32 - fixed)
}

function isWithin(words: AddressWords, { words: begin, bits }: Prefix): boolean {
  return begin.every((part, at) => (((words[at] ?? 0) ^ part) & maskOf(bits, at)) === 0)
}
