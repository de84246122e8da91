/** Spreads work over the event loop, one piece an iteration: pieces of some milliseconds must not gather in one. */
export class EventLoopYielder {
  readonly #waiting: (() => void)[] = []

  /** Yields to the event loop; resolves in an iteration that no other caller resumes in. */
  yield(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      if (this.#waiting.length === 1) setImmediate(this.#resumeNext)
    })
  }

  readonly #resumeNext = (): void => {
    this.#waiting[0]?.()
    this.#waiting.shift()
    if (this.#waiting.length > 0) setImmediate(this.#resumeNext)
  }
}
