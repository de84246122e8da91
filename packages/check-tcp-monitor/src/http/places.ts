/** So many at once, and no more. */
export class Places {
  readonly #most: number
  #taken = 0

  constructor(most: number) {
    this.#most = most
  }

  get taken(): number {
    return this.#taken
  }

  /** @returns what gives the place back, once; undefined where all are taken */
  take(): (() => void) | undefined {
    if (this.#taken >= this.#most) return undefined
    this.#taken++
    let given = false
    return () => {
      if (given) return
      given = true
      this.#taken--
    }
  }
}
