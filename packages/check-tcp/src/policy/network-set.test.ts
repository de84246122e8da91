import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fuzzSettings } from '../../test/fuzz/settings.js'
import { addressWords } from '../core/address-words.js'
import { type IpAddress, parseIpAddress } from '../core/ip-address.js'
import { type Prefix, parsePrefix } from '../core/network.js'
import { NetworkSet } from './network-set.js'

function address(text: string): IpAddress {
  const parsed = parseIpAddress(text)
  if (!parsed) throw new Error(`${text} is no address`)
  return parsed
}

function prefix(text: string): Prefix {
  const parsed = parsePrefix(text)
  if (!parsed) throw new Error(`${text} is no network`)
  return parsed
}

function find(networks: readonly string[], text: string): number | undefined {
  return new NetworkSet(networks.map(prefix)).find(addressWords(address(text)))
}

it('finds nothing where there is no network', () => {
  expect(find([], '10.0.0.1')).toBeUndefined()
})

it('finds the first of the networks that hold an address, whichever is the larger', () => {
  const networks = ['10.0.0.0/8', '10.1.0.0/16', '10.1.2.0/24', '10.1.2.3']
  expect(find(networks, '10.1.2.3')).toBe(0)
  expect(find([...networks].reverse(), '10.1.2.3')).toBe(0)
  expect(find([...networks].reverse(), '10.1.2.4')).toBe(1)
  expect(find([...networks].reverse(), '10.2.0.0')).toBe(3)
  expect(find(['10.0.0.0/8', '10.0.0.0/8'], '10.0.0.0')).toBe(0)
})

it('knows where each network begins and ends', () => {
  const networks = ['10.0.1.0/24', '10.0.3.0/24', '2001:db8::/32']
  expect(find(networks, '10.0.0.255')).toBeUndefined()
  expect(find(networks, '10.0.1.0')).toBe(0)
  expect(find(networks, '10.0.1.255')).toBe(0)
  expect(find(networks, '10.0.2.0')).toBeUndefined()
  expect(find(networks, '10.0.3.255')).toBe(1)
  expect(find(networks, '10.0.4.0')).toBeUndefined()
  expect(find(networks, '2001:db7:ffff::')).toBeUndefined()
  expect(find(networks, '2001:db8:ffff::')).toBe(2)
  expect(find(networks, '::')).toBeUndefined()
})

it('goes around as many networks as lie in one another', () => {
  const networks = Array.from({ length: 129 }, (_, bits) => `8000::/${bits}`)
  const set = new NetworkSet(networks.map(prefix))
  const last = networks.at(-1)?.split('/')[0] ?? ''
  expect(set.find(addressWords(address(last)))).toBe(0)
  expect(new NetworkSet(networks.slice(1).map(prefix)).find(addressWords(address('1::')))).toBe(
    undefined,
  )
})

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
