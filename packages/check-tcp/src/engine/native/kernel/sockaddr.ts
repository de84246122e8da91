import { ipv6Bytes } from '../../../core/target/ipv6-bytes.js'
import { AF_INET, AF_INET6 } from './constants.js'
import { SOCKADDR_IN, SOCKADDR_IN6 } from './layout.js'

/** Room for the longer of the two kinds. */
export const SOCKADDR_SIZE = SOCKADDR_IN6.size

/** One socket address in memory that the kernel reads and writes. Made for being used over and over: it allocates nothing. */
export class Sockaddr {
  readonly bytes = new Uint8Array(SOCKADDR_SIZE)
  readonly #view = new DataView(this.bytes.buffer)

  /** Writes a family, port and address, the address from `source` at `offset`; returns the length. */
  write(family: 4 | 6, source: Uint8Array, offset: number, port: number, scopeId: number): number {
    const layout = family === 4 ? SOCKADDR_IN : SOCKADDR_IN6
    this.#view.setUint16(layout.family, family === 4 ? AF_INET : AF_INET6, true)
    this.#view.setUint16(layout.port, port)
    if (family === 6) {
      // The flow label, RFC 6437, is nobody's.
      this.#view.setUint32(SOCKADDR_IN6.flowInfo, 0)
      this.#view.setUint32(SOCKADDR_IN6.scopeId, scopeId, true)
    }
    for (let index = 0; index < lengthOf(family); index++) {
      this.bytes[layout.address + index] = source[offset + index] ?? 0
    }
    return layout.size
  }

  /** The port, and with it the address into `target` at `offset`, as the kernel wrote them. */
  read(family: 4 | 6, target: Uint8Array, offset: number): number {
    const start = family === 4 ? SOCKADDR_IN.address : SOCKADDR_IN6.address
    for (let index = 0; index < lengthOf(family); index++) {
      target[offset + index] = this.bytes[start + index] ?? 0
    }
    return this.#view.getUint16(SOCKADDR_IN.port)
  }

  /** Did the kernel write this address and port? */
  is(family: 4 | 6, addresses: Uint8Array, offset: number, port: number): boolean {
    const start = family === 4 ? SOCKADDR_IN.address : SOCKADDR_IN6.address
    for (let index = 0; index < lengthOf(family); index++) {
      if (addresses[offset + index] !== this.bytes[start + index]) return false
    }
    return this.#view.getUint16(SOCKADDR_IN.port) === port
  }
}

function lengthOf(family: 4 | 6): number {
  return family === 4 ? 4 : 16
}

/** Writes the bytes of an address, given in its canonical text, into `target` at `offset`; a zone is passed over. */
export function writeAddress(
  text: string,
  family: 4 | 6,
  target: Uint8Array,
  offset: number,
): void {
  if (family === 4) writeIpv4(text, target, offset)
  else target.set(ipv6Bytes(text), offset)
}

/** Digit by digit: this is done for every connect. */
function writeIpv4(text: string, target: Uint8Array, offset: number): void {
  let part = 0
  let at = offset
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === DOT) {
      target[at++] = part
      part = 0
    } else part = part * 10 + code - ZERO
  }
  target[at] = part
}

const DOT = '.'.charCodeAt(0)
const ZERO = '0'.charCodeAt(0)

/** The text of an address from its bytes, IPv6 not yet shortened. */
export function addressText(bytes: Uint8Array, family: 4 | 6): string {
  if (family === 4) return bytes.subarray(0, 4).join('.')
  const groups: string[] = []
  for (let index = 0; index < 16; index += 2) {
    groups.push((((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0)).toString(16))
  }
  return groups.join(':')
}
