import { createHash } from 'node:crypto'

/** The root of the Merkle tree of some entries: RFC 6962 section 2.1, word for word. */
export function naiveRoot(entries: readonly Buffer[]): Buffer {
  const [first = Buffer.alloc(0)] = entries
  if (entries.length === 0) return sha256()
  if (entries.length === 1) return naiveLeaf(first)
  let k = 1
  while (k * 2 < entries.length) k *= 2
  return sha256(Buffer.from([1]), naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k)))
}

export function naiveLeaf(entry: Buffer): Buffer {
  return sha256(Buffer.from([0]), entry)
}

function sha256(...parts: readonly Buffer[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest()
}
