import { expect, it } from 'vitest'
import { addressWords } from '../../core/target/address-words.js'
import { type IpAddress, parseIpAddress } from '../../core/target/ip-address.js'
import { type Prefix, parsePrefix } from '../../core/target/network.js'
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
