import { addressWords } from './address-words.js'

/** The 16 bytes of an IPv6 address; a zone is passed over. */
export function ipv6Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(16)
  const view = new DataView(bytes.buffer)
  for (const [at, word] of addressWords({ family: 6, text }).entries()) view.setUint32(4 * at, word)
  return bytes
}
