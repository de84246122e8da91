import { describe, expect, it } from 'vitest'
import { parseIpAddress } from '../../core/target/ip-address.js'
import {
  checkRateLimits,
  isLimited,
  isRate,
  pacesOf,
  type RateLimits,
  stricter,
} from './rate-limits.js'

const ALL: RateLimits = { rate: 50, perTarget: 1, perHost: 2, perNetwork: 4 }

function keysOf(host: string, port: number, text: string) {
  const address = parseIpAddress(text)
  if (!address) throw new Error(text)
  return pacesOf(ALL, { host, port, address }).map(({ key, intervalMs }) => [key, intervalMs])
}

describe('pacesOf', () => {
  it('goes from the narrowest limit to the one of everything', () => {
    expect(keysOf('192.0.2.77', 5432, '192.0.2.77')).toEqual([
      ['target 192.0.2.77 5432', 1_000],
      ['host 192.0.2.77', 500],
      ['network 192.0.2.0/24', 250],
      ['everything', 20],
    ])
  })

  it('goes by the name of a host and by its address, so that neither is a way around the other', () => {
    expect(keysOf('db', 5432, '192.0.2.77')).toEqual([
      ['target db 5432', 1_000],
      ['target 192.0.2.77 5432', 1_000],
      ['host db', 500],
      ['host 192.0.2.77', 500],
      ['network 192.0.2.0/24', 250],
      ['everything', 20],
    ])
  })

  it.each([
    ['db.', 'db', '192.0.2.77'],
    ['DB.example.', 'db.example', '192.0.2.77'],
    ['fe80::1%eth0', 'fe80::1%2', 'fe80::1%2'],
  ])('takes %s for %s', (one, other, address) => {
    expect(keysOf(one, 1, address)).toEqual(keysOf(other, 1, address))
  })

  it('keeps apart what is counted by itself', () => {
    const address = parseIpAddress('192.0.2.77')
    const paces = address && pacesOf({ rate: 1 }, { host: 'db', port: 1, address }, 'own')
    expect(paces).toEqual([{ key: 'own everything', intervalMs: 1_000 }])
  })

  it.each([
    ['192.0.2.1', '192.0.2.254', true],
    ['192.0.2.1', '192.0.3.1', false],
    ['2001:db8:1::1', '2001:db8:1:ffff::9', true],
    ['2001:db8:1::1', '2001:db8:2::1', false],
    ['2001:db8:1::1', '2001:db9:1::1', false],
    ['::ffff:192.0.2.1', '192.0.2.9', true],
    ['192.0.2.1', '2001:db8:1::1', false],
  ])('%s and %s are of one network: %s', (one, other, same) => {
    const networkOf = (text: string) => keysOf('h', 1, text).at(-2)?.[0]
    expect(networkOf(one) === networkOf(other)).toBe(same)
  })

  it('says nothing of limits that are not set', () => {
    const address = parseIpAddress('192.0.2.1')
    expect(address && pacesOf({}, { host: 'h', port: 1, address })).toEqual([])
  })
})

it('names an IPv6 network by the bytes that its site is given', () => {
  expect(keysOf('h', 1, '2001:db8:1:2::3').at(-2)).toEqual(['network 20010db80001/48', 250])
})

it('of two sets of limits the lower of each holds', () => {
  expect(stricter({ rate: 50, perHost: 3 }, { rate: 20, perTarget: 1 })).toEqual({
    rate: 20,
    perTarget: 1,
    perHost: 3,
    perNetwork: undefined,
  })
  expect(stricter({ perNetwork: 1, perTarget: 2 }, { perNetwork: 4, perTarget: 1 })).toEqual({
    rate: undefined,
    perTarget: 1,
    perHost: undefined,
    perNetwork: 1,
  })
})

it.each([
  ['0', 0],
  ['-1', -1],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['1e-9', 1e-9],
])('refuses a rate of %s', (words, rate) => {
  expect(() => checkRateLimits({ perHost: 1, rate })).toThrow(
    new RangeError(
      `\`rate\` must be a number of connections per second above 0, got ${words} (number)`,
    ),
  )
})

it('takes every rate down to a connect in eleven days, and none', () => {
  expect(() => checkRateLimits({ rate: 1e-6, perTarget: 1e6, perHost: undefined })).not.toThrow()
  expect(() => checkRateLimits({})).not.toThrow()
})

it.each([
  ['a text', '1'],
  ['nothing', null],
  ['a truth', true],
  ['a bigint', 1n],
  ['a list', [1]],
])('takes %s for no rate', (_, value) => {
  expect(isRate(value)).toBe(false)
})

it('tells whether anything is limited', () => {
  expect(isLimited({})).toBe(false)
  expect(isLimited({ rate: undefined, perHost: undefined })).toBe(false)
  expect(isLimited({ rate: undefined, perHost: 1 })).toBe(true)
})
