import { describe, expect, it } from 'vitest'
import { parseIpAddress } from '../../../core/target/ip-address.js'
import { addressText, Sockaddr, writeAddress } from './sockaddr.js'

function addressBytes(text: string, family: 4 | 6): Uint8Array {
  const bytes = new Uint8Array(16)
  writeAddress(text, family, bytes, 0)
  return bytes
}

describe('socket addresses', () => {
  it.each([
    ['127.0.0.1', '7f000001'],
    ['255.0.255.1', 'ff00ff01'],
    ['::', '00000000000000000000000000000000'],
    ['::1', '00000000000000000000000000000001'],
    ['2001:db8::1', '20010db8000000000000000000000001'],
    ['2001:db8:1:2:3:4:5:6', '20010db8000100020003000400050006'],
    ['fe80::1%eth0', 'fe800000000000000000000000000001'],
    ['1::', '00010000000000000000000000000000'],
  ])('%s has the bytes %s and reads back as itself', (text, hex) => {
    const family = parseIpAddress(text)?.family ?? 4
    const bytes = addressBytes(text, family)
    expect(Buffer.from(bytes.subarray(0, hex.length / 2)).toString('hex')).toBe(hex)
    expect(parseIpAddress(addressText(bytes, family))?.text).toBe(text.replace(/%.*/, ''))
  })

  it('are written in network byte order', () => {
    const sockaddr = new Sockaddr()
    const read = new Uint8Array(20)
    expect(sockaddr.write(4, addressBytes('192.0.2.7', 4), 0, 0x1234, 0)).toBe(16)
    expect(Buffer.from(sockaddr.bytes.subarray(2, 8)).toString('hex')).toBe('1234c0000207')
    expect(sockaddr.read(4, read, 2)).toBe(0x1234)
    expect(addressText(read.subarray(2), 4)).toBe('192.0.2.7')
    expect(sockaddr.write(6, addressBytes('fe80::7', 6), 0, 80, 3)).toBe(28)
    expect(sockaddr.bytes[24]).toBe(3)
    expect(sockaddr.read(6, read, 0)).toBe(80)
    expect(parseIpAddress(addressText(read, 6))?.text).toBe('fe80::7')
  })
})
