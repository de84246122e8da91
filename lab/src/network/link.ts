import type { Host } from './host.js'

/** One end of a cable. */
export interface LinkEnd {
  readonly host: Host
  readonly interface: string
  readonly mac: string
  readonly ipv4: string
  readonly ipv6: string
}

/** Joins two hosts by a veth pair, usable at once in both families. */
export async function joinHosts(a: LinkEnd, b: LinkEnd): Promise<void> {
  await a.host.ip(
    ...['link', 'add', a.interface, 'address', a.mac, 'type', 'veth'],
    ...['peer', 'name', b.interface, 'address', b.mac, 'netns', b.host.namespace],
  )
  await Promise.all([bringUp(a), bringUp(b)])
  await Promise.all([introduce(a, b), introduce(b, a)])
}

function bringUp({ host, interface: name, ipv4, ipv6 }: LinkEnd): Promise<void> {
  return host.ipAll([
    `link set ${name} up`,
    `addr add ${ipv4}/24 dev ${name}`,
    `addr add ${ipv6}/64 dev ${name} nodad`,
  ])
}

/** Without this the first SYN in IPv6 may wait for neighbour discovery, and be sent again after a second. */
function introduce(self: LinkEnd, { ipv4, ipv6, mac }: LinkEnd): Promise<void> {
  return self.host.ipAll(
    [ipv4, ipv6].map(
      (address) => `neigh replace ${address} lladdr ${mac} dev ${self.interface} nud permanent`,
    ),
  )
}
