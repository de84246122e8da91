import { expect, it } from 'vitest'
import { addressHash } from './address-hash.js'

// 102.111.111.98 is `foob`, one of the test vectors of FNV-1a (draft-eastlake-fnv, appendix C).
it.each(['102.111.111.98', '::ffff:102.111.111.98'])('is FNV-1a of the bytes of %s', (address) => {
  expect(addressHash(address)).toBe(0x3f5076ef)
})

it.each([
  ['::1', '0:0:0:0:0:0:0:1'],
  ['2001:db8::7', '2001:0db8:0:0:0:0:0:0007'],
  ['fe80::1%eth0', 'fe80::1'],
])('is the same for %s and %s', (one, other) => {
  expect(addressHash(one)).toBe(addressHash(other))
  expect(addressHash(one)).not.toBe(addressHash('2001:db8::8'))
})
