import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spelledAddress } from '../../../test/fuzz/address-spellings.js'
import { fuzzSettings } from '../../../test/fuzz/settings.js'
import { addressWords } from './address-words.js'
import { parseIpAddress } from './ip-address.js'
import { ipv6Bytes } from './ipv6-bytes.js'
import { parseNetwork, parsePrefix } from './network.js'

function address(text: string) {
  const parsed = parseIpAddress(text)
  if (!parsed) throw new Error(`${text} is no address`)
  return parsed
}

/** The 16 bytes of an IPv6 address in its canonical text, read in another way. */
function bytesByHand(text: string): readonly number[] {
  const [head = '', tail] = text.replace(/%.*$/, '').split('::')
  const before = head.split(':').filter(Boolean)
  const after = (tail ?? '').split(':').filter(Boolean)
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  const groups = [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16))
  return groups.flatMap((group) => [group >> 8, group & 255])
}

const HEX = (text: string) =>
  addressWords(address(text)).map((word) => word.toString(16).padStart(8, '0'))

describe('addressWords', () => {
  it.each([
    ['10.0.0.1', ['00000000', '00000000', '0000ffff', '0a000001']],
    ['255.255.255.255', ['00000000', '00000000', '0000ffff', 'ffffffff']],
    ['::', ['00000000', '00000000', '00000000', '00000000']],
    ['::1', ['00000000', '00000000', '00000000', '00000001']],
    ['fe80::', ['fe800000', '00000000', '00000000', '00000000']],
    ['fe80::1%eth0', ['fe800000', '00000000', '00000000', '00000001']],
    ['2001:db8::8:800:200c:417a', ['20010db8', '00000000', '00080800', '200c417a']],
    ['1:2:3:4:5:6:7:8', ['00010002', '00030004', '00050006', '00070008']],
    ['1::8', ['00010000', '00000000', '00000000', '00000008']],
  ])('reads %s', (text, words) => {
    expect(HEX(text)).toEqual(words)
  })

  it('reads a dotted end, which canonical spelling has not', () => {
    const words = addressWords({ family: 6, text: '64:ff9b::192.0.2.33' })
    expect(words).toEqual([0x0064ff9b, 0, 0, 0xc0000221])
    expect(addressWords({ family: 6, text: '::1.2.3.4%1' })).toEqual([0, 0, 0, 0x01020304])
  })

  it('reads every spelling as the same bytes', () => {
    const same = fc.property(spelledAddress, ({ canonical }) => {
      const { family, text } = address(canonical)
      const words = addressWords({ family, text })
      const bytes =
        family === 6
          ? bytesByHand(text)
          : [...Array.from({ length: 10 }, () => 0), 255, 255, ...text.split('.').map(Number)]
      const view = new DataView(Uint8Array.from(bytes).buffer)
      expect(words).toEqual([0, 4, 8, 12].map((at) => view.getUint32(at)))
      if (family === 6) expect([...ipv6Bytes(text)]).toEqual(bytes)
    })
    fc.assert(same, fuzzSettings(10_000))
  })
})

describe('a network', () => {
  it.each([
    ['10.1.2.3/8', [0, 0, 0xffff, 0x0a000000], 104],
    ['192.0.2.1', [0, 0, 0xffff, 0xc0000201], 128],
    ['0.0.0.0/0', [0, 0, 0xffff, 0], 96],
    ['fe80::1%eth0/64', [0xfe800000, 0, 0, 0], 64],
    ['ffff:ffff:ffff:ffff:ffff::/33', [0xffffffff, 0x80000000, 0, 0], 33],
    ['::/0', [0, 0, 0, 0], 0],
  ])('%s has its leading bits alone', (text, words, bits) => {
    expect(parsePrefix(text)).toEqual({ words, bits })
  })

  it.each(['', '10.0.0.0/33', '::/129', '10.0.0.0/', '10.0.0.0/8/8', '10.0/8', '1.2.3.4/-1', '/8'])(
    '%j is none',
    (text) => {
      expect(parsePrefix(text)).toBeUndefined()
      expect(parseNetwork(text)).toBeUndefined()
    },
  )

  it.each([
    ['10.0.0.0/8', '10.255.255.255', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['10.0.0.0/31', '10.0.0.2', false],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['0.0.0.0/0', '::ffff:1.2.3.4', true],
    ['2001:db8::/32', '2001:db9::', false],
    ['::/0', '2001:db8::1', true],
  ])('%s holds %s: %s', (text, one, expected) => {
    expect(parseNetwork(text)?.contains(address(one))).toBe(expected)
    expect(parseNetwork(text)?.text).toBe(text)
  })
})
