/** Counts what happens, so that it can be ordered without a clock. */
export class EventCounter {
  #count = 0

  /** Of the newest event; 0 before the first. */
  get last(): number {
    return this.#count
  }

  next(): number {
    return ++this.#count
  }
}
