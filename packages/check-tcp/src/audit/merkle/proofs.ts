import { CompactRange } from './compact-range.js'
import type { LeafHashes } from './leaf-hashes.js'

/** That the entry `index` is in the tree of `size` entries: RFC 6962 section 2.1.1, from the leaf's sibling upwards. */
export function inclusionProof(leaves: LeafHashes, index: number, size: number): readonly Buffer[] {
  const path = (begin: number, end: number): readonly Buffer[] => {
    if (end - begin === 1) return []
    const middle = begin + largestPowerBelow(end - begin)
    return index < middle
      ? [...path(begin, middle), treeRoot(leaves, middle, end)]
      : [...path(middle, end), treeRoot(leaves, begin, middle)]
  }
  return path(0, size)
}

/** That the tree of `size` entries begins with that of `from` entries: RFC 6962 section 2.1.2. `from` is at least 1. */
export function consistencyProof(
  leaves: LeafHashes,
  from: number,
  size: number,
): readonly Buffer[] {
  const path = (begin: number, end: number, isWhole: boolean): readonly Buffer[] => {
    // The one who checks the proof has the root of the whole old tree, and of no other part.
    if (from === end) return isWhole ? [] : [treeRoot(leaves, begin, end)]
    const middle = begin + largestPowerBelow(end - begin)
    return from <= middle
      ? [...path(begin, middle, isWhole), treeRoot(leaves, middle, end)]
      : [...path(middle, end, false), treeRoot(leaves, begin, middle)]
  }
  return path(0, size, true)
}

/** The root of the entries from `begin` to before `end`. */
export function treeRoot(leaves: LeafHashes, begin: number, end: number): Buffer {
  const range = new CompactRange()
  for (let index = begin; index < end; index++) range.append(leaves.at(index))
  return range.root()
}

function largestPowerBelow(size: number): number {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}
