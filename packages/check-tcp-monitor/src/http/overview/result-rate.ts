/** How many results come a second, measured over at least one. */
export class ResultRate {
  #count = 0
  #since = 0
  #perSecond = 0

  get perSecond(): number {
    return this.#perSecond
  }

  count(): void {
    this.#count++
  }

  /** @param now monotonic milliseconds */
  measure(now: number): void {
    const ms = now - this.#since
    if (ms < 1_000) return
    this.#perSecond = (this.#count * 1_000) / ms
    this.#count = 0
    this.#since = now
  }
}
