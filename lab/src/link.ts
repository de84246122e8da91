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

async function bringUp({ host, interface: name, ipv4, ipv6 }: LinkEnd): Promise<void> {
  // Duplicate address detection would keep IPv6 addresses back for a second or two.
  await host.set(`net.ipv6.conf.${name}.accept_dad`, 0)
  await host.ip('link', 'set', name, 'up')
  await host.ip('addr', 'add', `${ipv4}/24`, 'dev', name)
  await host.ip('addr', 'add', `${ipv6}/64`, 'dev', name, 'nodad')
}

/** Without this the first SYN in IPv6 may wait for neighbour discovery, and be sent again after a second. */
async function introduce(self: LinkEnd, peer: LinkEnd): Promise<void> {
  for (const address of [peer.ipv4, peer.ipv6]) {
    await self.host.ip(
      ...['neigh', 'replace', address, 'lladdr', peer.mac],
      ...['dev', self.interface, 'nud', 'permanent'],
    )
  }
}
