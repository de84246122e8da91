/** Gives out turns of the event loop, one each: work that takes milliseconds must not gather in one turn. */
export class LoopTurns {
  readonly #waiting: (() => void)[] = []

  /** Resolves in a turn that is nobody else's. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      if (this.#waiting.length === 1) setImmediate(this.#give)
    })
  }

  readonly #give = (): void => {
    this.#waiting[0]?.()
    this.#waiting.shift()
    if (this.#waiting.length > 0) setImmediate(this.#give)
  }
}
