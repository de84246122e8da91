import { HASH_BYTES } from './tree-hash.js'

/** Room for a thousand at first. */
const FIRST_BYTES = 32_768

/** The hashes of all entries side by side, 32 bytes each: a million objects would take four times as much. */
export class LeafHashes {
  #bytes = Buffer.alloc(FIRST_BYTES)
  #size = 0

  get size(): number {
    return this.#size
  }

  push(leaf: Uint8Array): void {
    const end = this.#size * HASH_BYTES
    if (end === this.#bytes.length) {
      this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(this.#bytes.length)])
    }
    this.#bytes.set(leaf, end)
    this.#size++
  }

  at(index: number): Buffer {
    return this.#bytes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES)
  }
}
