import { EMPTY_ROOT, nodeHash } from './tree-hash.js'

/**
 * All of a Merkle tree that appending to it needs: the roots of its complete subtrees, the largest first, one for each
 * bit of its size.
 */
export class CompactRange {
  #size: number
  readonly #roots: Buffer[]

  constructor(size = 0, roots: readonly Buffer[] = []) {
    this.#size = size
    this.#roots = [...roots]
  }

  get size(): number {
    return this.#size
  }

  get roots(): readonly Buffer[] {
    return this.#roots
  }

  copy(): CompactRange {
    return new CompactRange(this.#size, this.#roots)
  }

  append(leaf: Buffer): void {
    let node = leaf
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      node = nodeHash(this.#roots.pop() ?? EMPTY_ROOT, node)
    }
    this.#roots.push(node)
    this.#size++
  }

  root(): Buffer {
    return (
      this.#roots.reduceRight<Buffer | undefined>(
        (right, left) => (right ? nodeHash(left, right) : left),
        undefined,
      ) ?? EMPTY_ROOT
    )
  }
}

/** How many complete subtrees a tree of this size has. */
export function rootsOf(size: number): number {
  let roots = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) roots += rest % 2
  return roots
}
