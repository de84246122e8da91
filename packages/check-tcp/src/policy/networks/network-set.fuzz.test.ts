import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fuzzSettings } from '../../../test/fuzz/settings.js'
import type { Prefix } from '../../core/target/network.js'
import { NetworkSet } from './network-set.js'

/** Few bits, so that networks meet, hold one another and are the same. */
const BITS = fc.constantFrom(0, 1, 2, 30, 31, 32, 33, 63, 64, 65, 95, 96, 97, 104, 127, 128)
const WORD = fc.constantFrom(0, 1, 2, 0x7fffffff, 0x80000000, 0x80000001, 0xffff, 0xffffffff)
const WORDS = fc.tuple(WORD, WORD, WORD, WORD)

/** All 128 bits as one number: another way to the same answer. */
function numberOf(words: readonly number[]): bigint {
  return words.reduce((sum, word) => (sum << 32n) + BigInt(word), 0n)
}

function holds({ words, bits }: Prefix, one: readonly number[]): boolean {
  const rest = BigInt(128 - bits)
  return numberOf(words) >> rest === numberOf(one) >> rest
}

function masked(words: readonly number[], bits: number): Prefix {
  const rest = BigInt(128 - bits)
  const begin = (numberOf(words) >> rest) << rest
  const word = (at: bigint) => Number((begin >> at) & 0xffffffffn)
  return { words: [word(96n), word(64n), word(32n), word(0n)], bits }
}

it('finds what a search through the whole list finds', () => {
  const networks = fc.array(fc.tuple(WORDS, BITS), { maxLength: 40 })
  const same = fc.property(networks, fc.array(WORDS, { minLength: 1 }), (list, addresses) => {
    const prefixes = list.map(([words, bits]) => masked(words, bits))
    const set = new NetworkSet(prefixes)
    for (const one of addresses) {
      const first = prefixes.findIndex((network) => holds(network, one))
      expect(set.find(one)).toBe(first < 0 ? undefined : first)
    }
  })
  fc.assert(same, fuzzSettings(20_000))
})
