import type { CompactRange } from '../merkle/compact-range.js'
import { leafHash } from '../merkle/tree-hash.js'
import { isSealOf } from './seal.js'
import { readSealedLine, type SealedLine } from './signed-line.js'
import type { VerifierKey } from './signed-note.js'

/** A seal vouches for all lines before it: to look at one of so many costs little and tells as much. */
const LOOKED_AT_ONCE = 64

interface Sealed {
  readonly before: CompactRange
  readonly leaf: Buffer
  readonly line: SealedLine
}

/** Follows the entries of a log in their order, and tells up to which of them its seals vouch. */
export class SealTrail {
  readonly #key: VerifierKey
  readonly #range: CompactRange
  #vouched: CompactRange
  #unseen: Sealed[] = []
  #broken: number | undefined

  /** @param range the tree up to where something else vouches for it */
  constructor(range: CompactRange, key: VerifierKey) {
    this.#key = key
    this.#range = range.copy()
    this.#vouched = range.copy()
  }

  /** The tree of all entries so far. */
  get range(): CompactRange {
    return this.#range
  }

  /** @returns whether the line carries a seal, of whomever */
  add(line: Buffer, leaf = leafHash(line)): boolean {
    const sealed = readSealedLine(line)
    if (sealed && this.#broken === undefined) {
      this.#unseen.push({ before: this.#range.copy(), leaf, line: sealed })
    }
    this.#range.append(leaf)
    if (this.#unseen.length >= LOOKED_AT_ONCE) this.#look()
    return sealed !== undefined
  }

  /** An entry of which only the hash is left. */
  addHash(leaf: Buffer): void {
    this.#range.append(leaf)
  }

  /** The tree of the entries that the last valid seal vouches for, or that the trail began with. */
  get vouched(): CompactRange {
    this.#look()
    return this.#vouched
  }

  /** The first entry whose seal does not fit it and the entries before it. */
  get broken(): number | undefined {
    this.#look()
    return this.#broken
  }

  #look(): void {
    const unseen = this.#unseen
    this.#unseen = []
    const last = unseen.at(-1)
    if (!last) return
    if (this.#holds(last)) {
      this.#vouched = after(last)
      return
    }
    const first = unseen.findIndex((sealed) => !this.#holds(sealed))
    this.#broken = unseen[first]?.before.size
    const good = unseen[first - 1]
    if (good) this.#vouched = after(good)
  }

  #holds({ line, before }: Sealed): boolean {
    return isSealOf(line, before, this.#key)
  }
}

function after({ before, leaf }: Sealed): CompactRange {
  const range = before.copy()
  range.append(leaf)
  return range
}
