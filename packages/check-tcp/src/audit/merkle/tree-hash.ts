import { hash } from 'node:crypto'

/** SHA-256, as RFC 6962 section 2.1 has it. */
export const HASH_BYTES = 32

export const EMPTY_ROOT = hash('sha256', '', 'buffer')

const LEAF = Buffer.from([0])
const NODE = Buffer.from([1])

/** The hash of an entry. A text is hashed as its UTF-8 bytes. */
export function leafHash(entry: string | Uint8Array): Buffer {
  if (typeof entry === 'string') return hash('sha256', `\0${entry}`, 'buffer')
  return hash('sha256', Buffer.concat([LEAF, entry]), 'buffer')
}

/** The hash of two subtrees. Its prefix tells it from an entry, so that nobody can pass one off as the other. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([NODE, left, right]), 'buffer')
}
