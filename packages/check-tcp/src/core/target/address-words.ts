import type { IpAddress } from './ip-address.js'

/**
 * An address as four numbers of 32 bits, the first one leading. An IPv4 address is the mapped one that stands for it in
 * IPv6 (RFC 4291 section 2.5.5.2), so that all addresses lie in one space.
 */
export type AddressWords = readonly [number, number, number, number]

/** The words of an address in any spelling that `isIP` lets through; a zone is passed over. */
export function addressWords({ family, text }: IpAddress): AddressWords {
  return family === 4 ? mapped(ipv4Word(text, 0)) : ipv6Words(text)
}

export function mapped(ipv4: number): AddressWords {
  return [0, 0, 0xffff, ipv4]
}

/** Is it an IPv4 address? */
export function isMapped([a, b, c]: AddressWords): boolean {
  return a === 0 && b === 0 && c === 0xffff
}

const DOT = 46
const COLON = 58
const PERCENT = 37

function ipv4Word(text: string, from: number): number {
  let word = 0
  let part = 0
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === PERCENT) break
    if (code === DOT) {
      word = word * 256 + part
      part = 0
    } else part = part * 10 + code - 48
  }
  return word * 256 + part
}

function ipv6Words(text: string): AddressWords {
  const groups = [0, 0, 0, 0, 0, 0, 0, 0]
  let count = 0
  let begin = 0
  /** How many groups stand before `::`. */
  let gap = -1
  let at = 0
  for (; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : PERCENT
    if (code === DOT) {
      const word = ipv4Word(text, begin)
      groups[count++] = word >>> 16
      groups[count++] = word & 0xffff
      break
    }
    if (code !== COLON && code !== PERCENT) continue
    if (at > begin) groups[count++] = Number.parseInt(text.slice(begin, at), 16)
    else if (at > 0 && code === COLON) gap = count
    if (code === PERCENT) break
    begin = at + 1
  }
  if (gap >= 0) {
    const after = groups.slice(gap, count)
    groups.fill(0, gap)
    for (const [index, group] of after.entries()) groups[8 - after.length + index] = group
  }
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groups
  return [word(a, b), word(c, d), word(e, f), word(g, h)]
}

function word(high: number, low: number): number {
  return ((high << 16) | low) >>> 0
}
