import { describe, expect, it } from 'vitest'
import { parseIpAddress } from '../../core/ip-address.js'
import { addressBytes, addressText, portOf, SOCKADDR_SIZE, writeSockaddr } from './sockaddr.js'

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
    expect(Buffer.from(bytes).toString('hex')).toBe(hex)
    expect(parseIpAddress(addressText(bytes, family))?.text).toBe(text.replace(/%.*/, ''))
  })

  it('are written in network byte order', () => {
    const bytes = new Uint8Array(SOCKADDR_SIZE)
    const view = new DataView(bytes.buffer)
    expect(writeSockaddr(view, 4, addressBytes('192.0.2.7', 4), 0x1234, 0)).toBe(16)
    expect(Buffer.from(bytes.subarray(2, 8)).toString('hex')).toBe('1234c0000207')
    expect(portOf(view)).toBe(0x1234)
    expect(writeSockaddr(view, 6, addressBytes('fe80::7', 6), 80, 3)).toBe(28)
    expect(bytes[24]).toBe(3)
  })
})
