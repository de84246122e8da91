import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { IndependentVerifier, verifierLeftOut } from '../../../test/audit/independent-verifier.js'
import { naiveRoot } from '../../../test/audit/naive-root.js'
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

/** 1 to 70 different entries, and a place among them. */
const entries = fc
  .integer({ min: 1, max: 70 })
  .chain((size) => fc.record({ size: fc.constant(size), cut: fc.integer({ min: 0, max: size }) }))
  .map(({ size, cut }) => ({
    entries: Array.from({ length: size }, (_, index) => Buffer.from(`entry ${index}`)),
    cut,
  }))

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

function leavesOf(entries: readonly Buffer[]): LeafHashes {
  const leaves = new LeafHashes()
  for (const entry of entries) leaves.push(leafHash(entry))
  return leaves
}
