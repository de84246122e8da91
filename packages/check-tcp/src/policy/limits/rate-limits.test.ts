import { describe, expect, it } from 'vitest'
import { parseIpAddress } from '../../core/ip-address.js'
import { checkRateLimits, pacesOf, type RateLimits, stricter } from './rate-limits.js'

const ALL: RateLimits = { rate: 50, perTarget: 1, perHost: 2, perNetwork: 4 }

function keysOf(host: string, port: number, text: string) {
  const address = parseIpAddress(text)
  if (!address) throw new Error(text)
  return pacesOf(ALL, { host, port, address }).map(({ key, intervalMs }) => [key, intervalMs])
}

describe('pacesOf', () => {
  it('goes from the narrowest limit to the one of everything', () => {
    expect(keysOf('db', 5432, '192.0.2.77')).toEqual([
      ['target db 5432', 1_000],
      ['host db', 500],
      ['network 192.0.2.0/24', 250],
      ['everything', 20],
    ])
  })

  it.each([
    ['192.0.2.1', '192.0.2.254', true],
    ['192.0.2.1', '192.0.3.1', false],
    ['2001:db8:1::1', '2001:db8:1:ffff::9', true],
    ['2001:db8:1::1', '2001:db8:2::1', false],
    ['::ffff:192.0.2.1', '192.0.2.9', true],
  ])('%s and %s are of one network: %s', (one, other, same) => {
    const networkOf = (text: string) => keysOf('h', 1, text)[2]?.[0]
    expect(networkOf(one) === networkOf(other)).toBe(same)
  })

  it('says nothing of limits that are not set', () => {
    const address = parseIpAddress('192.0.2.1')
    expect(address && pacesOf({}, { host: 'h', port: 1, address })).toEqual([])
  })
})

it('of two sets of limits the lower of each holds', () => {
  expect(stricter({ rate: 50, perHost: 3 }, { rate: 20, perTarget: 1 })).toEqual({
    rate: 20,
    perTarget: 1,
    perHost: 3,
    perNetwork: undefined,
  })
})

it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e-9])('refuses a rate of %s', (rate) => {
  expect(() => checkRateLimits({ rate })).toThrow(/`rate` must be a number of connects a second/)
})
