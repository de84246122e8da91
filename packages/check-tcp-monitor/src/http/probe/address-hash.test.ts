import { expect, it } from 'vitest'
import { addressHash } from './address-hash.js'

// FNV-1a of the bytes (draft-eastlake-fnv, section 2); 127.0.0.1 is what blackbox_exporter tells of it.
it.each([
  ['127.0.0.1', 3_619_153_832],
  ['::ffff:127.0.0.1', 3_619_153_832],
])('is that of blackbox_exporter for %s', (address, hash) => {
  expect(addressHash(address)).toBe(hash)
})

it.each([
  ['::1', '0:0:0:0:0:0:0:1'],
  ['2001:db8::7', '2001:0db8:0:0:0:0:0:0007'],
  ['fe80::1%eth0', 'fe80::1'],
])('is the same for %s and %s', (one, other) => {
  expect(addressHash(one)).toBe(addressHash(other))
  expect(addressHash(one)).not.toBe(addressHash('2001:db8::8'))
})
