import { BlockList } from 'node:net'
import { type IpAddress, parseIpAddress } from '../core/ip-address.js'
import type { AllowedAddress } from './allowed-address.js'

export type Decision =
  | { readonly allowed: true; readonly address: AllowedAddress }
  /** `rule` names what denied it, for the result. */
  | { readonly allowed: false; readonly rule: string }

/** Decides which addresses and ports may be probed. Asked for every address of every attempt, after the look-up. */
export interface Policy {
  decide(address: IpAddress, port: number): Decision
}

/** Lets everything through: what a person does by hand. */
export const allowAll: Policy = {
  decide: (address) => ({ allowed: true, address: allow(address) }),
}

/**
 * Denies the given networks and lets everything else through.
 *
 * @param networks addresses or CIDR blocks, such as `10.0.0.0/8`, `::1`
 * @throws {RangeError} for a network that cannot be read
 */
export function denyNetworks(networks: readonly string[]): Policy {
  const lists = networks.map((network) => ({ network, list: blockListOf(network) }))
  return {
    decide(address) {
      const denied = lists.find(({ list }) => contains(list, address))
      if (denied) return { allowed: false, rule: `deny ${denied.network}` }
      return { allowed: true, address: allow(address) }
    },
  }
}

function blockListOf(network: string): BlockList {
  const [text = '', bits, ...rest] = network.split('/')
  const address = parseIpAddress(text)
  const longest = address?.family === 4 ? 32 : 128
  const prefix = bits === undefined ? longest : Number(bits)
  const readable = address && rest.length === 0 && (bits === undefined || /^\d{1,3}$/.test(bits))
  if (!readable || prefix > longest) {
    throw new RangeError(
      `network must be an address or a CIDR block such as 10.0.0.0/8, got ${network}`,
    )
  }
  const list = new BlockList()
  list.addSubnet(address.text, prefix, address.family === 4 ? 'ipv4' : 'ipv6')
  return list
}

function contains(list: BlockList, address: IpAddress): boolean {
  const bare = address.text.replace(/%.*$/, '')
  return list.check(bare, address.family === 4 ? 'ipv4' : 'ipv6')
}

/** The one place where an address becomes an allowed one. */
function allow(address: IpAddress): AllowedAddress {
  return address as AllowedAddress
}
