import { describe, expect, it } from 'vitest'
import { parseHost } from './host.js'

describe('parseHost', () => {
  it.each([
    ['example.com', 'example.com'],
    ['EXAMPLE.Com', 'example.com'],
    ['example.com.', 'example.com.'],
    ['localhost', 'localhost'],
    ['db_1.internal', 'db_1.internal'],
    ['_dmarc.example.com', '_dmarc.example.com'],
    ['3com.com', '3com.com'],
    ['1.2.3.4.example', '1.2.3.4.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['BÜCHER.example', 'xn--bcher-kva.example'],
    ['bücher。example', 'xn--bcher-kva.example'],
    ['例え.テスト', 'xn--r8jz45g.xn--zckzah'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['straße.example', 'xn--strae-oqa.example'],
    [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
  ])('reads %j as the name %j', (text, name) => {
    expect(parseHost(text)).toEqual({ kind: 'name', name })
  })

  it.each([
    ['192.0.2.7', '192.0.2.7', 4],
    ['127.0.0.1', '127.0.0.1', 4],
    ['255.255.255.255', '255.255.255.255', 4],
    ['::1', '::1', 6],
    ['[::1]', '::1', 6],
    ['2001:DB8:0:0::1', '2001:db8::1', 6],
    ['fe80::1%eth0', 'fe80::1%eth0', 6],
    ['[fe80::1%eth0]', 'fe80::1%eth0', 6],
    ['::ffff:192.0.2.7', '192.0.2.7', 4],
    ['[::ffff:192.0.2.7]', '192.0.2.7', 4],
    ['::ffff:c000:207', '192.0.2.7', 4],
    ['64:ff9b::192.0.2.7', '64:ff9b::c000:207', 6],
  ])('reads %j as the address %s of family %d', (text, address, family) => {
    expect(parseHost(text)).toEqual({ kind: 'address', address: { text: address, family } })
  })

  const legacy = (address: string) => `it is a legacy spelling of an IPv4 address; write ${address}`
  it.each([
    ['', 'it is empty'],
    [' example.com', 'it has white space around it'],
    ['example.com\n', 'it has white space around it'],
    ['127.1', legacy('127.0.0.1')],
    ['127.0.1', legacy('127.0.0.1')],
    ['0x7f000001', legacy('127.0.0.1')],
    ['0x7F.1', legacy('127.0.0.1')],
    ['2130706433', legacy('127.0.0.1')],
    ['017700000001', legacy('127.0.0.1')],
    ['0177.0.0.1', legacy('127.0.0.1')],
    ['1.2.3.4.', legacy('1.2.3.4')],
    ['１２７．０．０．１', legacy('127.0.0.1')],
    ['127。0。0。1', legacy('127.0.0.1')],
    ['1.2.3.256', 'it is neither a hostname nor an IPv4 address in four decimal parts'],
    ['1.2.3.4.5', 'it is neither a hostname nor an IPv4 address in four decimal parts'],
    ['example.123', 'it is neither a hostname nor an IPv4 address in four decimal parts'],
    ['0.0.0.0', '0.0.0.0 is not the address of a host; write 127.0.0.1 for this machine'],
    ['0.1.2.3', '0.1.2.3 is not the address of a host; write 127.0.0.1 for this machine'],
    ['::', ':: is not the address of a host; write ::1 for this machine'],
    ['[::]', ':: is not the address of a host; write ::1 for this machine'],
    ['::ffff:0.0.0.0', '0.0.0.0 is not the address of a host; write 127.0.0.1 for this machine'],
    ['fe80::1', 'a link-local address needs its interface, as in fe80::1%eth0'],
    ['[127.0.0.1]', 'only an IPv6 address goes in brackets'],
    ['[example.com]', 'only an IPv6 address goes in brackets'],
    ['https://example.com', 'it is a URL; write the host alone'],
    ['example.com:80', 'the port belongs in `port`; write host "example.com"'],
    ['1:2:3', 'it is not a valid IPv6 address'],
    ['::1::', 'it is not a valid IPv6 address'],
    ['exam ple.com', 'its part "exam ple" has characters that are not allowed in a hostname'],
    ['example.com/', 'its part "com/" has characters that are not allowed in a hostname'],
    [
      'user@example.com',
      'its part "user@example" has characters that are not allowed in a hostname',
    ],
    ['-a.example', 'its part "-a" has characters that are not allowed in a hostname'],
    ['a-.example', 'its part "a-" has characters that are not allowed in a hostname'],
    ['a\u001b[2J.example', 'it is not a valid hostname'],
    ['a..example', 'it has an empty part between its dots'],
    ['.', 'it is not a valid hostname'],
    [`${'a'.repeat(64)}.example`, `its part "${'a'.repeat(60)}…" is longer than 63 characters`],
    [`${'a.'.repeat(127)}`, undefined],
    [`${'a.'.repeat(127)}a`, 'it is longer than 253 characters'],
    ['a'.repeat(10_000_000), 'it is longer than 253 characters'],
    ['ü'.repeat(10_000_000), 'it is longer than 253 characters'],
  ])('refuses %j', (text, problem) => {
    if (problem === undefined) expect(parseHost(text).kind).toBe('name')
    else expect(parseHost(text)).toEqual({ kind: 'invalid', problem })
  })

  it('reads its own canonical spelling as the same host', () => {
    for (const text of ['BÜCHER.example', 'example.com.', '2001:DB8::1', 'fe80::1%eth0']) {
      const host = parseHost(text)
      const canonical =
        host.kind === 'name' ? host.name : host.kind === 'address' && host.address.text
      expect(parseHost(String(canonical))).toEqual(host)
    }
  })
})
