import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { naiveRoot } from '../../../test/audit/naive-root.js'
import { ENTRIES, entries, leavesOf, ROOTS } from '../../../test/audit/sample-trees.js'
import {
  IndependentVerifier,
  verifierLeftOut,
} from '../../../test/audit/verifier/independent-verifier.js'
import { CompactRange } from './compact-range.js'
import { consistencyProof, inclusionProof } from './proofs.js'
import { EMPTY_ROOT, leafHash } from './tree-hash.js'

describe.skipIf(verifierLeftOut !== '')(`a verifier in Python${verifierLeftOut}`, () => {
  it('gives the tree the roots of RFC 6962, and every other tree the root that it has here', async () => {
    await using verifier = new IndependentVerifier()
    for (const [last, root] of ROOTS.entries()) {
      expect(toHex(await verifier.root(ENTRIES.slice(0, last + 1)))).toBe(root)
    }
    expect(await verifier.root([])).toEqual(EMPTY_ROOT)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array(), { maxLength: 100 }), async (arrays) => {
        const entries = arrays.map((array) => Buffer.from(array))
        const range = new CompactRange()
        for (const entry of entries) range.append(leafHash(entry))
        expect(await verifier.root(entries)).toEqual(range.root())
      }),
    )
  })

  it('is convinced of every entry, and of nothing else', async () => {
    await using verifier = new IndependentVerifier()
    await fc.assert(
      fc.asyncProperty(entries, fc.nat(), fc.nat(), async ({ entries, cut: index }, at, bit) => {
        const size = entries.length
        fc.pre(index < size)
        const leaves = leavesOf(entries)
        const path = inclusionProof(leaves, index, size)
        const proof = { leaf: leaves.at(index), index, size, path, root: naiveRoot(entries) }
        expect(await verifier.inclusionHolds(proof)).toBe(true)
        const other = leafHash(`not ${index}`)
        const forged = [
          { ...proof, leaf: other },
          { ...proof, root: other },
          { ...proof, index: size },
          ...(size > 1 ? [{ ...proof, index: (index + 1) % size }] : []),
          ...otherPaths(path, at, bit).map((path) => ({ ...proof, path })),
        ]
        for (const one of forged) expect(await verifier.inclusionHolds(one)).toBe(false)
      }),
    )
  })

  it('is convinced of every older tree, and of no other', async () => {
    await using verifier = new IndependentVerifier()
    await fc.assert(
      fc.asyncProperty(entries, fc.nat(), fc.nat(), async ({ entries, cut: from }, at, bit) => {
        fc.pre(from > 0)
        const size = entries.length
        const path = consistencyProof(leavesOf(entries), from, size)
        const fromRoot = naiveRoot(entries.slice(0, from))
        const proof = { from, fromRoot, size, root: naiveRoot(entries), path }
        expect(await verifier.growthHolds(proof)).toBe(true)
        const other = leafHash('another')
        const forged = [
          { ...proof, fromRoot: other },
          { ...proof, root: other },
          { ...proof, from: size + 1 },
          ...otherPaths(path, at, bit).map((path) => ({ ...proof, path })),
        ]
        for (const one of forged) expect(await verifier.growthHolds(one)).toBe(false)
      }),
    )
  })
})

/** A path with a hash more, one less, and one that is another in one bit. */
function otherPaths(path: readonly Buffer[], at: number, bit: number): Buffer[][] {
  const longer = [...path, leafHash('more')]
  if (path.length === 0) return [longer]
  const index = at % path.length
  const changed = path.map((hash) => Buffer.from(hash))
  const [byte, mask] = [(bit >> 3) % 32, 1 << (bit % 8)]
  changed[index]?.writeUInt8((changed[index]?.readUInt8(byte) ?? 0) ^ mask, byte)
  return [longer, path.toSpliced(index, 1), changed]
}

function toHex(hash: Buffer): string {
  return hash.toString('hex')
}
