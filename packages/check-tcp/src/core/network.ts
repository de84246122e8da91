import { BlockList } from 'node:net'
import { type IpAddress, parseIpAddress, withoutZone } from './ip-address.js'

/** An address or a block of addresses. */
export interface Network {
  /** As it was written. */
  readonly text: string
  contains(address: IpAddress): boolean
}

/** Reads an address or a CIDR block, such as `10.0.0.0/8`, `::1`; `undefined` for everything else. */
export function parseNetwork(text: string): Network | undefined {
  const [first = '', bits, ...rest] = text.split('/')
  const address = parseIpAddress(first)
  const longest = address?.family === 4 ? 32 : 128
  const prefix = bits === undefined ? longest : Number(bits)
  const readable = address && rest.length === 0 && (bits === undefined || /^\d{1,3}$/.test(bits))
  if (!readable || prefix > longest) return undefined
  const list = new BlockList()
  list.addSubnet(withoutZone(address.text), prefix, address.family === 4 ? 'ipv4' : 'ipv6')
  return {
    text,
    contains: (other) => list.check(withoutZone(other.text), other.family === 4 ? 'ipv4' : 'ipv6'),
  }
}
