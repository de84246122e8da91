import { AF_INET, AF_INET6 } from './constants.js'
import { SOCKADDR_IN, SOCKADDR_IN6 } from './layout.js'

/** Room for the longer of the two kinds. */
export const SOCKADDR_SIZE = SOCKADDR_IN6.size

/** Writes a socket address and returns its length; `address` has 4 or 16 bytes in network order. */
export function writeSockaddr(
  target: DataView,
  family: 4 | 6,
  address: Uint8Array,
  port: number,
  scopeId: number,
): number {
  const layout = family === 4 ? SOCKADDR_IN : SOCKADDR_IN6
  const bytes = new Uint8Array(target.buffer, target.byteOffset, SOCKADDR_SIZE)
  bytes.fill(0)
  target.setUint16(layout.family, family === 4 ? AF_INET : AF_INET6, true)
  target.setUint16(layout.port, port)
  bytes.set(family === 4 ? address.subarray(0, 4) : address.subarray(0, 16), layout.address)
  if (family === 6) target.setUint32(SOCKADDR_IN6.scopeId, scopeId, true)
  return layout.size
}

/** The port of a socket address that the kernel wrote. */
export function portOf(sockaddr: DataView): number {
  return sockaddr.getUint16(SOCKADDR_IN.port)
}

/** Where in a socket address the address itself stands. */
export function addressOffset(family: 4 | 6): number {
  return family === 4 ? SOCKADDR_IN.address : SOCKADDR_IN6.address
}

/** The bytes of an address in its canonical text, without its zone. */
export function addressBytes(text: string, family: 4 | 6): Uint8Array {
  if (family === 4) return Uint8Array.from(text.split('.').map(Number))
  const [head = '', tail] = text.replace(/%.*$/, '').split('::')
  const before = head.split(':').filter(Boolean)
  const after = (tail ?? '').split(':').filter(Boolean)
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  const groups = [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16))
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 255]))
}

/** The text of an address from its bytes, IPv6 not yet shortened. */
export function addressText(bytes: Uint8Array, family: 4 | 6): string {
  if (family === 4) return bytes.subarray(0, 4).join('.')
  const groups: string[] = []
  for (let index = 0; index < 16; index += 2) {
    groups.push((((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0)).toString(16))
  }
  return groups.join(':')
}
