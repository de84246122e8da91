import { describe, expect, it } from 'vitest'
import { parseIpAddress } from '../../core/target/ip-address.js'
import { carriedIpv4 } from './carried-addresses.js'

function carriedBy(text: string): readonly string[] {
  const address = parseIpAddress(text)
  if (!address) throw new Error(`${text} is no address`)
  return carriedIpv4(address).map((ipv4) =>
    [ipv4 >>> 24, (ipv4 >>> 16) & 255, (ipv4 >>> 8) & 255, ipv4 & 255].join('.'),
  )
}

describe('carriedIpv4', () => {
  it.each([
    ['64:ff9b::a00:1', 'NAT64'],
    ['64:ff9b:1::a00:1', 'NAT64 of a local prefix'],
    ['::ffff:0:a00:1', 'IPv4-translated'],
    ['2001:db8::5efe:a00:1', 'ISATAP'],
    ['2001:db8:1:2:200:5efe:a00:1', 'ISATAP of a unique address'],
    ['fe80::5efe:a00:1%eth0', 'ISATAP of one link'],
    ['2002:a00:1::', '6to4'],
    ['2002:a00:1:2:3:4:5:6', '6to4, a host of the site'],
    ['2001:0:4136:e378:8000:63bf:f5ff:fffe', 'Teredo'],
    ['::a00:1', 'IPv4-compatible'],
  ])('finds 10.0.0.1 in %s (%s)', (text) => {
    expect(carriedBy(text)).toEqual(['10.0.0.1'])
  })

  it('reads each length of a local NAT64 prefix', () => {
    expect(carriedBy('64:ff9b:1:c0a8:1:200::')).toEqual(['192.168.1.2', '168.1.2.0', '1.2.0.0'])
    expect(carriedBy('64:ff9b:1:c0:a8:102::')).toEqual(['192.168.1.2', '168.1.2.0'])
    expect(carriedBy('64:ff9b:1::c0:a801:200:0')).toEqual(['192.168.1.2', '2.0.0.0'])
    expect(carriedBy('64:ff9b:1:2:3:4:a00:1')).toEqual(['2.3.0.4', '3.0.4.10', '10.0.0.1'])
  })

  it('finds both where there are two', () => {
    expect(carriedBy('2002:a00:1::5efe:c000:201')).toEqual(['10.0.0.1', '192.0.2.1'])
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
    ['::fffe:0:a00:1', 'IPv4-translated'],
    ['::ffff:1:a00:1', 'IPv4-translated'],
    ['::1:ffff:0:a00:1', 'IPv4-translated'],
    ['1::ffff:0:a00:1', 'IPv4-translated'],
    ['2001:db8::5eff:a00:1', 'ISATAP'],
    ['2001:db8::1:5efe:a00:1', 'ISATAP'],
    ['2001:db8::100:5efe:a00:1', 'ISATAP'],
    ['2001:db8::600:5efe:a00:1', 'ISATAP'],
  ])('finds none in %s, which is not quite %s', (text) => {
    expect(carriedBy(text)).toEqual([])
  })

  it.each(['::', '::1', '::1%lo'])(
    'finds none in %s, which is IPv4-compatible only by its looks',
    (text) => {
      expect(carriedBy(text)).toEqual([])
    },
  )

  it('finds none in an IPv4 address, which is its own', () => {
    expect(carriedBy('0.1.2.3')).toEqual([])
    expect(carriedBy('::ffff:10.0.0.1')).toEqual([])
  })
})
