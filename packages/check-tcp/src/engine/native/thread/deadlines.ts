/**
 * Deadlines of slots, the earliest first: a binary heap in typed arrays. A slot that is over before its deadline stays
 * in the heap until then; its generation tells that the deadline is no longer its own.
 */
export class Deadlines {
  readonly #atMs: number[] = []
  readonly #slot: number[] = []
  readonly #generation: number[] = []

  /** The earliest deadline, or infinity. */
  get nextMs(): number {
    return this.#atMs[0] ?? Number.POSITIVE_INFINITY
  }

  add(atMs: number, slot: number, generation: number): void {
    let index = this.#atMs.length
    this.#atMs.push(atMs)
    this.#slot.push(slot)
    this.#generation.push(generation)
    while (index > 0) {
      const parent = (index - 1) >> 1
      if ((this.#atMs[parent] ?? 0) <= (this.#atMs[index] ?? 0)) break
      this.#swap(index, parent)
      index = parent
    }
  }

  /** Takes the earliest entry out. */
  take(): { readonly slot: number; readonly generation: number } | undefined {
    const slot = this.#slot[0]
    const generation = this.#generation[0]
    if (slot === undefined || generation === undefined) return undefined
    const last = this.#atMs.length - 1
    this.#swap(0, last)
    this.#atMs.pop()
    this.#slot.pop()
    this.#generation.pop()
    this.#sink()
    return { slot, generation }
  }

  #sink(): void {
    let index = 0
    for (;;) {
      let least = index
      for (const child of [2 * index + 1, 2 * index + 2]) {
        if ((this.#atMs[child] ?? Number.POSITIVE_INFINITY) < (this.#atMs[least] ?? 0))
          least = child
      }
      if (least === index) return
      this.#swap(index, least)
      index = least
    }
  }

  #swap(a: number, b: number): void {
    for (const list of [this.#atMs, this.#slot, this.#generation]) {
      const kept = list[a] ?? 0
      list[a] = list[b] ?? 0
      list[b] = kept
    }
  }
}
