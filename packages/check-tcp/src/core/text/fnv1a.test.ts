import { expect, it } from 'vitest'
import { fnv1a } from './fnv1a.js'

it.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('hashes %j as RFC 9923 has it', (text, hash) => expect(fnv1a(text)).toBe(hash))

it('changes with the seed', () => {
  expect(new Set([0, 1, 443, 65_535].map((seed) => fnv1a('192.0.2.1', seed))).size).toBe(4)
})
