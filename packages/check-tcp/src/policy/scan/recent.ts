/** Distinct keys that were seen within the last while, up to a number of them. */
export class Recent<T> {
  readonly #most: number
  readonly #windowMs: number
  /** The one seen longest ago comes first. */
  readonly #seen = new Map<string, { readonly value: T; readonly atMs: number }>()

  constructor(most: number, windowMs: number) {
    this.#most = most
    this.#windowMs = windowMs
  }

  /** What belongs to a key that is remembered, without its being seen again. */
  find(key: string): T | undefined {
    return this.#seen.get(key)?.value
  }

  /** What belongs to the key; `undefined` where it would be one more than there may be. */
  see(key: string, nowMs: number, make: () => T): T | undefined {
    const known = this.#seen.get(key)
    if (known) this.#seen.delete(key)
    else if (!this.hasRoom(nowMs)) return undefined
    const value = known ? known.value : make()
    this.#seen.set(key, { value, atMs: nowMs })
    return value
  }

  /** Is there room for a key that is not remembered? */
  hasRoom(nowMs: number): boolean {
    for (const [key, { atMs }] of this.#seen) {
      if (this.#seen.size < this.#most || atMs > nowMs - this.#windowMs) break
      this.#seen.delete(key)
    }
    return this.#seen.size < this.#most
  }
}
