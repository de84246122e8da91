/** Messages that are remembered at once; those of which nothing was heard for longest are forgotten first. */
const MAX_MESSAGES = 500

/**
 * What of each message its receiver has taken, for channels that deliver a message in parts: a try after one that failed
 * half-way goes on where that ended. Kept in memory alone, so a new process sends all of it again.
 */
export class TakenOfMessage {
  readonly #parts = new Map<string, Set<string>>()

  /** The parts that are still to be delivered, in their order. */
  restOf(key: string, parts: readonly string[]): readonly string[] {
    const taken = this.#parts.get(key)
    return taken ? parts.filter((part) => !taken.has(part)) : parts
  }

  /** The receiver has it. */
  note(key: string, part: string): void {
    const taken = this.#parts.get(key) ?? new Set()
    this.#parts.delete(key)
    this.#parts.set(key, taken.add(part))
    const [oldest] = this.#parts.keys()
    if (this.#parts.size > MAX_MESSAGES && oldest !== undefined) this.#parts.delete(oldest)
  }

  /** It will not be tried again. */
  forget(key: string): void {
    this.#parts.delete(key)
  }
}
