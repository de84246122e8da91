import { networkInterfaces } from 'node:os'
import { isThisMachine } from 'check-tcp/parameters'

/** The addresses of this machine's interfaces, as they are now. */
export function ownAddresses(): ReadonlySet<string> {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  return new Set(all.map(({ address }) => address))
}

/** Whether a host is this machine, so that its answers say nothing of the network. */
export function isOwn(host: string, own: ReadonlySet<string>): boolean {
  return own.has(host) || isThisMachine(host)
}
