import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { naiveRoot } from '../../../test/audit/naive-root.js'
import { ENTRIES, entries, leavesOf, ROOTS } from '../../../test/audit/sample-trees.js'
import { CompactRange, rootsOf } from './compact-range.js'
import { LeafHashes } from './leaf-hashes.js'
import { consistencyProof, inclusionProof, treeRoot } from './proofs.js'
import { EMPTY_ROOT, leafHash } from './tree-hash.js'

/** The proofs that those implementations expect: of the entry `index` of `size`, and from `from` entries to `size`. */
const INCLUSION_PROOFS = [
  { index: 0, size: 1, path: [] },
  {
    index: 0,
    size: 8,
    path: [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  },
  {
    index: 5,
    size: 8,
    path: [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  },
  {
    index: 2,
    size: 3,
    path: ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
  },
  {
    index: 1,
    size: 5,
    path: [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  },
]

const CONSISTENCY_PROOFS = [
  { from: 1, size: 1, path: [] },
  {
    from: 1,
    size: 8,
    path: [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  },
  {
    from: 6,
    size: 8,
    path: [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  },
  {
    from: 2,
    size: 5,
    path: [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  },
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

  it('hashes bytes as they are, if they are no text', () => {
    const expected = createHash('sha256')
      .update(Buffer.of(0, 0xff, 0xc3))
      .digest()
    expect(leafHash(Buffer.of(0xff, 0xc3))).toEqual(expected)
  })

  it('has a complete subtree for each bit of its size', () => {
    const range = new CompactRange()
    for (let size = 0; size <= 70; size++) {
      expect(rootsOf(size)).toBe(range.roots.length)
      expect(rootsOf(size)).toBe(size.toString(2).replaceAll('0', '').length)
      range.append(leafHash(''))
    }
  })
})

describe('the hashes of all entries', () => {
  it('are kept in their order, however many they are', () => {
    const hashes = Array.from({ length: 2_100 }, (_, index) => leafHash(`entry ${index}`))
    const leaves = new LeafHashes()
    for (const hash of hashes) leaves.push(hash)
    expect(leaves.size).toBe(hashes.length)
    const kept = hashes.map((_, index) => leaves.at(index))
    expect(Buffer.concat(kept).equals(Buffer.concat(hashes))).toBe(true)
  })
})

describe('an inclusion proof', () => {
  it.each(INCLUSION_PROOFS)('of entry $index of $size is the one of RFC 6962', (known) => {
    const { index, size, path } = known
    expect(inclusionProof(leavesOf(ENTRIES), index, size).map(toHex)).toEqual(path)
  })
})

describe('a consistency proof', () => {
  it.each(CONSISTENCY_PROOFS)('from $from to $size entries is the one of RFC 6962', (known) => {
    const { from, size, path } = known
    expect(consistencyProof(leavesOf(ENTRIES), from, size).map(toHex)).toEqual(path)
  })
})

function toHex(hash: Buffer): string {
  return hash.toString('hex')
}
