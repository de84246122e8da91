import type { Entry } from './entries/entry.js'
import type { Checkpoint, Forgotten, Keep } from './notes/checkpoint.js'

/** How long the entries of a log are kept and which of them were removed, as its checkpoint and its entries since say. */
export class Keeping {
  #keep: Keep
  #forgotten: Forgotten | undefined

  constructor({ keep, forgotten }: Checkpoint) {
    this.#keep = keep
    this.#forgotten = forgotten
  }

  get keep(): Keep {
    return this.#keep
  }

  get forgotten(): Forgotten | undefined {
    return this.#forgotten
  }

  /** The number of the first entry that must be there. */
  get keptFrom(): number {
    return this.#forgotten?.first ?? 0
  }

  /** @param lines that the log's key sealed */
  learn(lines: readonly (string | Buffer)[]): void {
    for (const line of lines) {
      const entry: Entry = JSON.parse(line.toString())
      if (entry.kind === 'keep') this.#keep = entry.to
      if (entry.kind === 'retention') this.#forgotten = forgottenBy(entry)
    }
  }
}

/** What a checkpoint says of the removal that an entry tells. */
export function forgottenBy(entry: Extract<Entry, { readonly kind: 'retention' }>): Forgotten {
  const { kept_from: first, days, time, who } = entry
  return { first, days, time, who: JSON.stringify(who) }
}
