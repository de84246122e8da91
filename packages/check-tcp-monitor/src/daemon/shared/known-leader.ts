import type { Leader, Leadership } from '../../core/leadership.js'
import type { Clock } from '../../core/time/clock.js'

/** However many people ask, the database is asked once in so long, milliseconds. */
const FRESH_MS = 1_000

/** Who leads, for people. */
export class KnownLeader {
  readonly #leadership: Pick<Leadership, 'leader'>
  readonly #clock: Clock
  #asked: { readonly leader: Promise<Leader | undefined>; readonly atMs: number } | undefined

  constructor(leadership: Pick<Leadership, 'leader'>, clock: Clock) {
    this.#leadership = leadership
    this.#clock = clock
  }

  /** @returns undefined where nobody leads now, or nobody knows; never rejects */
  async name(): Promise<string | undefined> {
    const now = this.#clock.monotonicMs()
    if (!this.#asked || now - this.#asked.atMs >= FRESH_MS) {
      const leader = this.#leadership.leader().catch(() => undefined)
      this.#asked = { leader, atMs: now }
    }
    return (await this.#asked.leader)?.name
  }
}
