/** Numbers by descriptor. Descriptors are small and used again, so a table serves better than a hash. */
export class FdTable {
  #values = new Int32Array(1_024).fill(-1)
  #size = 0

  get size(): number {
    return this.#size
  }

  get(fd: number): number | undefined {
    const value = this.#values[fd] ?? -1
    return value < 0 ? undefined : value
  }

  /** @param value 0 or more */
  set(fd: number, value: number): void {
    while (fd >= this.#values.length) this.#grow()
    if (this.#values[fd] === -1) this.#size++
    this.#values[fd] = value
  }

  delete(fd: number): void {
    if (this.get(fd) === undefined) return
    this.#values[fd] = -1
    this.#size--
  }

  /** The descriptors that have a number. */
  *keys(): Generator<number> {
    for (const [fd, value] of this.#values.entries()) if (value >= 0) yield fd
  }

  #grow(): void {
    const grown = new Int32Array(2 * this.#values.length).fill(-1)
    grown.set(this.#values)
    this.#values = grown
  }
}
