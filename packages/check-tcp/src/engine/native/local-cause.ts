import type { LocalCause } from '../../core/failure/classify.js'
import { type IpAddress, parseIpAddress } from '../../core/target/ip-address.js'
import { isOwnAddress } from '../own-addresses.js'
import { isRouteDiscarding, isRoutedHere, type NextHop, nextHopTo } from './kernel/next-hop.js'
import { scopeIdOf } from './kernel/scope-id.js'
import type { Syscalls } from './kernel/syscalls.js'
import type { IcmpError } from './thread/error-queue.js'
import type { SynFate } from './thread/syn-fate.js'

/** What is known of a connect that failed after connect(2) had returned, or that nothing came of. */
interface ConnectEvidence {
  /** The errno's name; absent where the time was over. */
  readonly code?: string
  /** The ICMP error that ended it, where the kernel has kept one. */
  readonly icmp?: IcmpError | undefined
  readonly syn?: SynFate | undefined
}

const HOST_UNREACHABLE = { 4: '3 1', 6: '1 3' } as const

/**
 * Why this machine itself is the reason that nothing was heard of the target; `undefined` where it is not, or where
 * nobody can know: a silent next hop is the target itself where there is no gateway, and a RST does not say who made it.
 */
export function localCause(
  calls: Syscalls,
  address: IpAddress,
  { code, icmp, syn }: ConnectEvidence,
): LocalCause | undefined {
  // What refuses on this machine is the target.
  if (isOwnAddress(address)) return undefined
  if (icmp && !isOwn(calls, icmp)) return undefined
  if (icmp && `${icmp.type} ${icmp.code}` !== HOST_UNREACHABLE[address.family]) {
    return 'own_firewall'
  }
  // Only a next hop that does not answer ends so without an ICMP error that is known.
  if (!icmp && code !== undefined && code !== 'EHOSTUNREACH') return undefined
  if (syn === 'dropped') return 'dropped_by_this_machine'
  const hop = nextHopTo(calls, address, scopeIdOf(address))
  return hop && causeAt(hop, icmp)
}

/** The same of a connect(2) that failed at once with `code`, where the errno alone does not say it. */
export function causeAtOnce(
  calls: Syscalls,
  address: IpAddress,
  port: number,
  code: string,
): LocalCause | undefined {
  if (code !== 'EINVAL') return undefined
  const isDiscarded = isRouteDiscarding(calls, address, port, scopeIdOf(address))
  return isDiscarded ? 'route_discards' : undefined
}

function causeAt(hop: NextHop, icmp: IcmpError | undefined): LocalCause | undefined {
  if (!hop.isLinkUp) return 'link_down'
  if (hop.neighbour === 'silent') return hop.isGateway ? 'gateway_silent' : undefined
  // The next hop is there, or was never asked for: it was no failed ARP or NDP that made this machine say so.
  return icmp && hop.neighbour !== 'unknown' ? 'own_firewall' : undefined
}

function isOwn(calls: Syscalls, { from }: IcmpError): boolean {
  const address = parseIpAddress(from)
  if (!address) return false
  return isOwnAddress(address) || isRoutedHere(calls, address, scopeIdOf(address))
}
