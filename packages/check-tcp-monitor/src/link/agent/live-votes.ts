import type { AgentVote } from '../../core/link/agent-batch.js'
import type { Clock } from '../../core/time/clock.js'

/** What a location believes of a check; without how old it is, which is added as it is sent. */
export type Belief = Omit<AgentVote, 'ageMs'>

/** What the hub has not heard yet of what this location believes: for each check the newest, however many came. */
export class LiveVotes {
  readonly #clock: Clock
  readonly #unsent = new Map<string, { readonly belief: Belief; readonly atMs: number }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @param ageMs since it was confirmed */
  note(belief: Belief, ageMs = 0): void {
    const { checkId } = belief
    this.#unsent.delete(checkId)
    this.#unsent.set(checkId, { belief, atMs: this.#clock.monotonicMs() - ageMs })
  }

  /** What was believed is about other checks than there are now. */
  clear(): void {
    this.#unsent.clear()
  }

  get size(): number {
    return this.#unsent.size
  }

  /** At most so many, the oldest first. They count as sent once `confirm` is called. */
  take(limit: number): { readonly votes: readonly AgentVote[]; confirm(): void } {
    const taken = [...this.#unsent.values()].slice(0, limit)
    const now = this.#clock.monotonicMs()
    return {
      votes: taken.map(({ belief, atMs }) => ({ ...belief, ageMs: Math.max(0, now - atMs) })),
      confirm: () => {
        for (const each of taken) {
          // A newer one came meanwhile.
          if (this.#unsent.get(each.belief.checkId) === each)
            this.#unsent.delete(each.belief.checkId)
        }
      },
    }
  }
}
