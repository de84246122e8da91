import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { growthHolds, inclusionHolds } from '../../../test/audit/independent-verifier.js'
import { CompactRange } from './compact-range.js'
import { LeafHashes } from './leaf-hashes.js'
import { consistencyProof, inclusionProof, treeRoot } from './proofs.js'
import { EMPTY_ROOT, leafHash } from './tree-hash.js'

/** The entries that implementations of Certificate Transparency are tested with, and the roots after each. */
const ENTRIES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => Buffer.from(hex, 'hex'))

const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

describe('the Merkle tree', () => {
  it('has the roots of RFC 6962 for the entries that logs are tested with', () => {
    const range = new CompactRange()
    const roots = ENTRIES.map((entry) => {
      range.append(leafHash(entry))
      return range.root().toString('hex')
    })
    expect(roots).toEqual(ROOTS)
    expect(EMPTY_ROOT.toString('hex')).toBe(createHash('sha256').digest('hex'))
  })

  it('has the root that the definition gives, for every size, however it is come by', () => {
    fc.assert(
      fc.property(entries, ({ entries, cut }) => {
        const leaves = leavesOf(entries)
        const root = naiveRoot(entries)
        expect(treeRoot(leaves, 0, entries.length)).toEqual(root)
        const begun = new CompactRange()
        for (let index = 0; index < cut; index++) begun.append(leaves.at(index))
        const resumed = new CompactRange(begun.size, begun.roots)
        for (let index = cut; index < entries.length; index++) resumed.append(leaves.at(index))
        expect(resumed.root()).toEqual(root)
      }),
    )
  })

  it('hashes a text as its bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(leafHash(text)).toEqual(leafHash(Buffer.from(text)))
      }),
    )
  })
})

describe('an inclusion proof', () => {
  it('convinces a verifier of every entry, and of no other', () => {
    fc.assert(
      fc.property(entries, ({ entries, cut: index }) => {
        const size = entries.length
        fc.pre(index < size)
        const leaves = leavesOf(entries)
        const path = inclusionProof(leaves, index, size)
        const root = naiveRoot(entries)
        expect(inclusionHolds({ leaf: leaves.at(index), index, size, path, root })).toBe(true)
        const other = leafHash(`not ${index}`)
        expect(inclusionHolds({ leaf: other, index, size, path, root })).toBe(false)
        if (size > 1) {
          const elsewhere = (index + 1) % size
          const moved = { leaf: leaves.at(index), index: elsewhere, size, path, root }
          expect(inclusionHolds(moved)).toBe(false)
        }
      }),
    )
  })
})

describe('a consistency proof', () => {
  it('convinces a verifier of every older tree, and of no other', () => {
    fc.assert(
      fc.property(entries, ({ entries, cut: from }) => {
        fc.pre(from > 0)
        const size = entries.length
        const path = consistencyProof(leavesOf(entries), from, size)
        const fromRoot = naiveRoot(entries.slice(0, from))
        const root = naiveRoot(entries)
        expect(growthHolds({ from, fromRoot, size, root, path })).toBe(true)
        const other = leafHash('another')
        expect(growthHolds({ from, fromRoot: other, size, root, path })).toBe(false)
        expect(growthHolds({ from, fromRoot, size, root: other, path })).toBe(false)
      }),
    )
  })
})

/** 1 to 70 different entries, and a place among them. */
const entries = fc
  .integer({ min: 1, max: 70 })
  .chain((size) => fc.record({ size: fc.constant(size), cut: fc.integer({ min: 0, max: size }) }))
  .map(({ size, cut }) => ({
    entries: Array.from({ length: size }, (_, index) => Buffer.from(`entry ${index}`)),
    cut,
  }))

function leavesOf(entries: readonly Buffer[]): LeafHashes {
  const leaves = new LeafHashes()
  for (const entry of entries) leaves.push(leafHash(entry))
  return leaves
}

/** RFC 6962 section 2.1, word for word. */
function naiveRoot(entries: readonly Buffer[]): Buffer {
  const sha256 = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
  const [first = Buffer.alloc(0)] = entries
  if (entries.length === 1) return sha256(Buffer.from([0]), first)
  let k = 1
  while (k * 2 < entries.length) k *= 2
  return sha256(Buffer.from([1]), naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k)))
}
