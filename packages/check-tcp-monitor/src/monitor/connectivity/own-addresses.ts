import { networkInterfaces } from 'node:os'

/** The addresses of this machine's interfaces, as they are now. */
export function ownAddresses(): ReadonlySet<string> {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  return new Set(all.map(({ address }) => address))
}

/** Whether what stands at an address is this machine, so that its answers say nothing of the network. */
export function isOwn(place: string, own: ReadonlySet<string>): boolean {
  return own.has(place) || place === 'localhost' || place === '::1' || /^127\./.test(place)
}
