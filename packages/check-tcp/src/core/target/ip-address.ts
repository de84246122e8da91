import { isIP } from 'node:net'

export type Family = 4 | 6

/** One IP address in its one canonical spelling. */
export interface IpAddress {
  /** RFC 5952 spelling for IPv6, dotted quad for IPv4 (mapped addresses included), with `%zone` where one was given. */
  readonly text: string
  /** The family of the packets: `::ffff:192.0.2.1` is 4, since IPv4 is what goes over the wire. */
  readonly family: Family
}

/** Reads a strict IP literal; `undefined` for everything else, legacy IPv4 spellings included. */
export function parseIpAddress(text: string): IpAddress | undefined {
  const version = isIP(text)
  if (version === 4) return { text, family: 4 }
  if (version === 0) return undefined

  const percent = text.indexOf('%')
  const bare = percent < 0 ? text : text.slice(0, percent)
  const zone = percent < 0 ? '' : text.slice(percent)
  const canonical = new URL(`http://[${bare}]`).hostname.slice(1, -1)
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical)
  if (mapped?.[1] && mapped[2]) {
    const high = Number.parseInt(mapped[1], 16)
    const low = Number.parseInt(mapped[2], 16)
    return { text: `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`, family: 4 }
  }
  return { text: canonical + zone, family: 6 }
}

/** Is this `0.0.0.0/8` or `::`, an address that nobody has? Linux would connect to this machine instead. */
export function isUnspecified(address: IpAddress): boolean {
  return address.family === 4 ? address.text.startsWith('0.') : withoutZone(address.text) === '::'
}

export function isLoopback(address: IpAddress): boolean {
  return address.family === 4
    ? address.text.startsWith('127.')
    : withoutZone(address.text) === '::1'
}

/** Is this in `fe80::/10`, where an address means nothing without its interface? */
export function isLinkLocal6(address: IpAddress): boolean {
  return address.family === 6 && /^fe[89ab]/.test(address.text)
}

/** The interface of `fe80::1%eth0`, where there is one. */
export function zoneOf(address: IpAddress): string | undefined {
  const percent = address.text.indexOf('%')
  return percent < 0 ? undefined : address.text.slice(percent + 1)
}

export function withoutZone(text: string): string {
  const percent = text.indexOf('%')
  return percent < 0 ? text : text.slice(0, percent)
}
