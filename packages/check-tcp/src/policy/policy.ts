import type { IpAddress } from '../core/ip-address.js'
import { type Network, parseNetwork } from '../core/network.js'
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
  const denials = networks.map(readNetwork)
  return {
    decide(address) {
      const denied = denials.find((network) => network.contains(address))
      if (denied) return { allowed: false, rule: `deny ${denied.text}` }
      return { allowed: true, address: allow(address) }
    },
  }
}

function readNetwork(text: string): Network {
  const network = parseNetwork(text)
  if (network) return network
  throw new RangeError(`network must be an address or a CIDR block such as 10.0.0.0/8, got ${text}`)
}

/** The one place where an address becomes an allowed one. */
function allow(address: IpAddress): AllowedAddress {
  return address as AllowedAddress
}
