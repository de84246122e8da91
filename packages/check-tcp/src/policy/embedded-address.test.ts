import { describe, expect, it } from 'vitest'
import { parseIpAddress } from '../core/ip-address.js'
import { embeddedIpv4 } from './embedded-address.js'

function carriedBy(text: string): string | undefined {
  const address = parseIpAddress(text)
  if (!address) throw new Error(`${text} is no address`)
  return embeddedIpv4(address)?.text
}

describe('embeddedIpv4', () => {
  it.each([
    ['64:ff9b::a00:1', 'NAT64'],
    ['64:ff9b:1::a00:1', 'NAT64 of a local prefix'],
    ['64:ff9b:1:2:3:4:a00:1', 'NAT64 of a longer local prefix'],
    ['2002:a00:1::', '6to4'],
    ['2002:a00:1:2:3:4:5:6', '6to4, a host of the site'],
    ['2001:0:4136:e378:8000:63bf:f5ff:fffe', 'Teredo'],
    ['::a00:1', 'IPv4-compatible'],
  ])('finds 10.0.0.1 in %s (%s)', (text) => {
    expect(carriedBy(text)).toBe('10.0.0.1')
  })

  it.each([
    ['64:ff9b::1:a00:1', 'NAT64'],
    ['64:ff9b:0:0:1:0:a00:1', 'NAT64'],
    ['64:ff9b:0:1::a00:1', 'NAT64'],
    ['64:ff9b:2::a00:1', 'NAT64 of a local prefix'],
    ['64:ff9b:101::a00:1', 'NAT64 of a local prefix'],
    ['64:ff9a::a00:1', 'NAT64'],
    ['64:fe9b::a00:1', 'NAT64'],
    ['65:ff9b::a00:1', 'NAT64'],
    ['164:ff9b::a00:1', 'NAT64'],
    ['2003:a00:1::', '6to4'],
    ['2102:a00:1::', '6to4'],
    ['2001:1:4136:e378:8000:63bf:f5ff:fffe', 'Teredo'],
    ['2001:100:4136:e378:8000:63bf:f5ff:fffe', 'Teredo'],
    ['2101:0:4136:e378:8000:63bf:f5ff:fffe', 'Teredo'],
    ['::1:a00:1', 'IPv4-compatible'],
    ['1::a00:1', 'IPv4-compatible'],
    ['fe80::a00:1', 'any of them'],
  ])('finds none in %s, which is not quite %s', (text) => {
    expect(carriedBy(text)).toBeUndefined()
  })

  it.each(['::', '::1', '::1%lo'])(
    'finds none in %s, which is IPv4-compatible only by its looks',
    (text) => {
      expect(carriedBy(text)).toBeUndefined()
    },
  )

  it('finds none in an IPv4 address, which is its own', () => {
    expect(carriedBy('0.1.2.3')).toBeUndefined()
    expect(carriedBy('::ffff:10.0.0.1')).toBeUndefined()
  })

  it('gives an address that rules for IPv4 are asked about', () => {
    const address = parseIpAddress('2002:c000:201::')
    expect(address && embeddedIpv4(address)).toEqual({ text: '192.0.2.1', family: 4 })
  })
})
