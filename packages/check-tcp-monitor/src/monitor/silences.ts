import type { MonitoredCheck } from '../core/check.js'
import type { Silence } from '../core/store.js'

/** What nobody is to be told of for a while. */
export class Silences {
  readonly #byId = new Map<string, Silence>()

  recall(silences: readonly Silence[]): void {
    for (const silence of silences) this.#byId.set(silence.id, silence)
  }

  add(silence: Silence): void {
    this.#byId.set(silence.id, silence)
  }

  /** Those that hold at `now`, wall milliseconds. */
  at(now: number): Silence[] {
    return [...this.#byId.values()].filter(({ from, until }) => from <= now && now < until)
  }

  /** Forgets those that are over. */
  prune(now: number): void {
    for (const { id, until } of this.#byId.values()) if (until <= now) this.#byId.delete(id)
  }

  covers({ id, tags }: Pick<MonitoredCheck, 'id' | 'tags'>, now: number): boolean {
    return this.at(now).some(
      ({ matches }) =>
        matches === id || (matches.startsWith('tag:') && tags.includes(matches.slice(4))),
    )
  }
}
