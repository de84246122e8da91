import fc from 'fast-check'
import { expect, it } from 'vitest'
import { legacySpelling, spelledAddress } from '../../test/fuzz/address-spellings.js'
import { fuzzSettings } from '../../test/fuzz/settings.js'
import { parseHost } from '../core/host.js'
import { type IpAddress, isLinkLocal6, isUnspecified, parseIpAddress } from '../core/ip-address.js'
import { ADDRESS_CLASSES } from './address-classes.js'
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
