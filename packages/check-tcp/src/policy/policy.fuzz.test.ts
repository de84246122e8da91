import fc from 'fast-check'
import { expect, it } from 'vitest'
import { legacySpelling, spelledAddress } from '../../test/fuzz/address-spellings.js'
import { fuzzSettings } from '../../test/fuzz/settings.js'
import { parseHost } from '../core/target/host.js'
import {
  type IpAddress,
  isLinkLocal6,
  isUnspecified,
  parseIpAddress,
} from '../core/target/ip-address.js'
import { ADDRESS_CLASSES } from './networks/address-classes.js'
import { createPolicy, denyNetworks, policyForOthers } from './policy.js'

const settings = fuzzSettings(10_000)

const POLICIES = [
  policyForOthers(),
  denyNetworks(Object.keys(ADDRESS_CLASSES)),
  createPolicy({
    rules: [{ allow: { networks: ['192.0.0.0/8', '2000::/3', 'private'], ports: ['1-1023'] } }],
    default: 'deny',
  }),
]

function address(text: string): IpAddress {
  const read = parseIpAddress(text)
  if (!read) throw new Error(`not an address: ${text}`)
  return read
}

it('a policy decides the same of every spelling of an address', () => {
  const same = fc.property(spelledAddress, ({ spelling, canonical }) => {
    const plain = address(canonical)
    expect(address(plain.text)).toEqual(plain)
    const host = parseHost(spelling)
    if (host.kind !== 'address') {
      // Nobody's address, and one that means nothing without its interface, are refused in every spelling.
      expect(isUnspecified(plain) || isLinkLocal6(plain)).toBe(true)
      expect(host.kind).toBe('invalid')
      return
    }
    expect(host.address).toEqual(plain)
    for (const policy of POLICIES) {
      expect(policy.decide(host.address, 80, { name: undefined })).toEqual(
        policy.decide(plain, 80, { name: undefined }),
      )
    }
  })
  fc.assert(same, settings)
})

it('an address is denied exactly where its bytes, or those that it carries, are in a denied network', () => {
  const policy = denyNetworks(['10.0.0.0/8', '169.254.0.0/16', 'fc00::/7'])
  const denied = fc.property(spelledAddress, ({ canonical, ipv4 }) => {
    const [first, second] = ipv4 ?? []
    const isDenied =
      first === 10 || (first === 169 && second === 254) || /^f[cd].*:/.test(canonical)
    expect(policy.decide(address(canonical), 80, { name: undefined }).allowed).toBe(!isDenied)
  })
  fc.assert(denied, settings)
})

it('what the C library would turn into an address is no host', () => {
  const refused = fc.property(legacySpelling, (spelling) => {
    expect(parseHost(spelling).kind).toBe('invalid')
  })
  fc.assert(refused, settings)
})

/** Every form that carries an IPv4 address, made of it and of bits of anybody's choice. */
const CARRIERS: Readonly<Record<string, (ipv4: number, bits: number) => string>> = {
  mapped: (ipv4) => `::ffff:${groups(ipv4)}`,
  compatible: (ipv4) => `::${groups(ipv4)}`,
  translated: (ipv4) => `::ffff:0:${groups(ipv4)}`,
  nat64: (ipv4) => `64:ff9b::${groups(ipv4)}`,
  'local nat64 of 96 bits': (ipv4, bits) => `64:ff9b:1:${hex(bits)}::${groups(ipv4)}`,
  'local nat64 of 64 bits': (ipv4, bits) =>
    `64:ff9b:1:${hex(bits)}:${hex(ipv4 >>> 24)}:${hex(ipv4 >>> 8)}:${hex((ipv4 & 255) << 8)}:0`,
  'local nat64 of 56 bits': (ipv4, bits) =>
    `64:ff9b:1:${hex(((bits & 255) << 8) | (ipv4 >>> 24))}:${hex((ipv4 >>> 16) & 255)}:${hex(ipv4)}::`,
  'local nat64 of 48 bits': (ipv4) =>
    `64:ff9b:1:${hex(ipv4 >>> 16)}:${hex((ipv4 >>> 8) & 255)}:${hex((ipv4 & 255) << 8)}::`,
  '6to4': (ipv4, bits) => `2002:${groups(ipv4)}:${hex(bits)}::1`,
  teredo: (ipv4, bits) => `2001:0:4136:e378:${hex(bits)}:63bf:${groups(~ipv4)}`,
  isatap: (ipv4, bits) => `2001:db8:${hex(bits)}::5efe:${groups(ipv4)}`,
  'isatap of a unique address': (ipv4, bits) => `2001:db8:${hex(bits)}:0:200:5efe:${groups(ipv4)}`,
}

function hex(bits: number): string {
  return (bits & 0xffff).toString(16)
}

function groups(ipv4: number): string {
  return `${hex(ipv4 >>> 16)}:${hex(ipv4)}`
}

it('what carries a denied IPv4 address is denied, in every form', () => {
  const policy = denyNetworks(['10.0.0.0/8', '192.168.0.0/16', '203.0.113.7'])
  const denied = fc.constantFrom(0x0a000000, 0x0affffff, 0x0a010203, 0xc0a80001, 0xcb007107)
  const form = fc.constantFrom(...Object.values(CARRIERS))
  const carries = fc.property(denied, form, fc.nat(0xffff), (ipv4, carrier, bits) => {
    const carried = address(carrier(ipv4, bits))
    expect(policy.decide(carried, 80, { name: undefined }).allowed).toBe(false)
  })
  fc.assert(carries, settings)
})
