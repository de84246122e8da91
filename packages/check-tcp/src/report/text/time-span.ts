import { formatDuration } from './duration.js'

/** The shortest and the longest of several times. */
export class TimeSpan {
  #least = Number.POSITIVE_INFINITY
  #most = 0

  /** @param seconds one time more */
  add(seconds: number): void {
    this.#least = Math.min(this.#least, seconds)
    this.#most = Math.max(this.#most, seconds)
  }

  /** `45.0 ms`, or `20 µs to 45.0 ms` where they differ. */
  get text(): string {
    const [least, most] = [
      formatDuration(Math.min(this.#least, this.#most)),
      formatDuration(this.#most),
    ]
    return least === most ? most : `${least} to ${most}`
  }
}
