const OFFSET_BASIS = 0x811c9dc5
const PRIME = 0x01000193

/**
 * FNV-1a of 32 bits (RFC 9923) over a text, a step for each UTF-16 unit: fast and well spread, no protection against
 * people who choose texts.
 *
 * @param seed something else that the hash is to change with, a 32-bit integer
 * @returns an integer from 0 to 2^32 - 1
 */
export function fnv1a(text: string, seed = 0): number {
  let hash = OFFSET_BASIS ^ seed
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), PRIME)
  }
  return hash >>> 0
}
