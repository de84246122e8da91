/**
 * What of the newest message its receiver has taken, for channels that deliver a message in parts: a try after one that
 * failed half-way goes on where that ended. Kept in memory alone, so a new process sends all of it again.
 */
export class TakenOfMessage {
  #key: string | undefined
  #parts = new Set<string>()

  /** The parts that are still to be delivered, in their order. */
  restOf(key: string, parts: readonly string[]): readonly string[] {
    if (this.#key !== key) {
      this.#key = key
      this.#parts = new Set()
    }
    return parts.filter((part) => !this.#parts.has(part))
  }

  /** The receiver has it. */
  note(part: string): void {
    this.#parts.add(part)
  }
}
