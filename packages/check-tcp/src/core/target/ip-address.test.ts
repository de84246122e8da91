import { describe, expect, it } from 'vitest'
import { isLinkLocal6, isLoopback, isUnspecified, parseIpAddress, zoneOf } from './ip-address.js'

function address(text: string) {
  const parsed = parseIpAddress(text)
  if (!parsed) throw new Error(`${text} is no address`)
  return parsed
}

describe('parseIpAddress', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1', 4],
    ['0:0:0:0:0:0:0:1', '::1', 6],
    ['2001:0DB8:0000:0000:0001:0000:0000:0001', '2001:db8::1:0:0:1', 6],
    ['::ffff:10.0.0.1', '10.0.0.1', 4],
    ['0:0:0:0:0:FFFF:0a00:0001', '10.0.0.1', 4],
    ['::10.0.0.1', '::a00:1', 6],
    ['fe80::1%eth0.100', 'fe80::1%eth0.100', 6],
  ])('writes %s as %s', (text, canonical, family) => {
    expect(parseIpAddress(text)).toEqual({ text: canonical, family })
  })

  it.each(['', '127.1', '1.2.3', '01.2.3.4', '1.2.3.4 ', '::1%', ':::', 'g::1', '[::1]', 'a'])(
    'takes %j for no address',
    (text) => {
      expect(parseIpAddress(text)).toBeUndefined()
    },
  )
})

describe('what an address is', () => {
  it('is loopback in 127.0.0.0/8 and for ::1, also mapped and with a zone', () => {
    for (const text of ['127.0.0.1', '127.255.0.1', '::1', '::ffff:127.0.0.1', '::1%lo']) {
      expect(isLoopback(address(text))).toBe(true)
    }
    for (const text of ['128.0.0.1', '::2', '12.7.0.0'])
      expect(isLoopback(address(text))).toBe(false)
  })

  it('is unspecified in 0.0.0.0/8 and for ::', () => {
    for (const text of ['0.0.0.0', '0.1.2.3', '::', '::ffff:0.0.0.0', '::%eth0']) {
      expect(isUnspecified(address(text))).toBe(true)
    }
    for (const text of ['10.0.0.0', '::1']) expect(isUnspecified(address(text))).toBe(false)
  })

  it('is link-local in fe80::/10', () => {
    for (const text of ['fe80::1%eth0', 'febf::1', 'FE90::1']) {
      expect(isLinkLocal6(address(text))).toBe(true)
    }
    for (const text of ['fec0::1', 'fe7f::1', '169.254.0.1']) {
      expect(isLinkLocal6(address(text))).toBe(false)
    }
  })

  it('has the zone that was written', () => {
    expect(zoneOf(address('fe80::1%eth0'))).toBe('eth0')
    expect(zoneOf(address('fe80::1'))).toBeUndefined()
  })
})
