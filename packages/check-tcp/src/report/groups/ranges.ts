import { parseIpAddress } from '../../core/target/ip-address.js'
import { ipv6Bytes } from '../../core/target/ipv6-bytes.js'

/** `8000-8002, 8005` as pieces: `['8000-8002', '8005']`; ports may come in any order, and more than once. */
export function portRanges(ports: Iterable<number>): readonly string[] {
  const sorted = [...new Set(ports)].sort((a, b) => a - b)
  return runs(sorted, (before, port) => port === before + 1).map(([first, last]) =>
    first === last ? String(first) : `${first}-${last}`,
  )
}

/**
 * Hosts as pieces, neighbouring addresses as ranges: `10.0.0.4-9`, `10.0.0.250-10.0.1.3`, `2001:db8::1-2001:db8::f`.
 * Addresses stand in their order, names behind them in the order in which they came.
 */
export function hostRanges(hosts: Iterable<string>): readonly string[] {
  const all = [...new Set(hosts)]
  const numbered = all.map((host) => ({ host, number: addressNumber(host) }))
  const addresses = numbered
    .flatMap(({ host, number }) => (number === undefined ? [] : [{ host, number }]))
    .sort((a, b) => (a.number < b.number ? -1 : 1))
  const names = numbered.filter(({ number }) => number === undefined).map(({ host }) => host)
  const ranges = runs(addresses, (before, next) => next.number === before.number + 1n)
  return [...ranges.map(([first, last]) => addressRange(first.host, last.host)), ...names]
}

function addressRange(first: string, last: string): string {
  if (first === last) return first
  const network = first.slice(0, first.lastIndexOf('.') + 1)
  const isShort = network !== '' && last.startsWith(network)
  return `${first}-${isShort ? last.slice(network.length) : last}`
}

/** IPv6 lies above IPv4. Zones, which have no order, have no number. */
function addressNumber(host: string): bigint | undefined {
  const address = parseIpAddress(host)
  if (!address || address.text !== host || host.includes('%')) return undefined
  if (address.family === 4) {
    return host.split('.').reduce((sum, part) => (sum << 8n) + BigInt(part), 0n)
  }
  return ipv6Bytes(host).reduce((sum, byte) => (sum << 8n) + BigInt(byte), 0n) + (1n << 128n)
}

/** First and last of each run of neighbours. */
function runs<T>(
  sorted: readonly T[],
  isNext: (before: T, next: T) => boolean,
): readonly (readonly [T, T])[] {
  const found: [T, T][] = []
  for (const item of sorted) {
    const run = found.at(-1)
    if (run && isNext(run[1], item)) run[1] = item
    else found.push([item, item])
  }
  return found
}
