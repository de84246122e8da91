/** Lets so many at once, and no more. */
export class Semaphore {
  readonly #max: number
  #held = 0

  constructor(max: number) {
    this.#max = max
  }

  /** How many are let in now. */
  get held(): number {
    return this.#held
  }

  /** @returns what gives the place back, once; undefined where all are held */
  tryAcquire(): (() => void) | undefined {
    if (this.#held >= this.#max) return undefined
    this.#held++
    let isReleased = false
    return () => {
      if (isReleased) return
      isReleased = true
      this.#held--
    }
  }
}
