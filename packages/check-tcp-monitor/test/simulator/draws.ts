import { seededRandom } from '../../../check-tcp/test/support/seeded-random.js'

/** Draws that are the same for the same seed. */
export class Draws {
  /** From 0 (inclusive) to 1 (exclusive). */
  readonly next: () => number

  constructor(seed: number) {
    this.next = seededRandom(seed)
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1))
  }

  pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.next() * values.length)] as T
  }

  chance(share: number): boolean {
    return this.next() < share
  }
}
