import type { ReportEntry } from '../../report/reporter.js'

/** Milliseconds; a person takes for one what comes so close together. */
const TOGETHER_MS = 200

/**
 * Results in whatever order they finish: those that come close together are released together, in the order of their
 * targets, and none waits for a later one.
 */
export class HeldResults {
  readonly #onRelease: (entries: readonly ReportEntry[]) => void
  #held: { readonly place: number; readonly entry: ReportEntry }[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(onRelease: (entries: readonly ReportEntry[]) => void) {
    this.#onRelease = onRelease
  }

  /** @param place of its target among all */
  add(entry: ReportEntry, place: number): void {
    this.#held.push({ place, entry })
    this.#timer ??= setTimeout(() => this.release(), TOGETHER_MS)
  }

  /** Releases at once what is held. */
  release(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const held = this.#held.sort((a, b) => a.place - b.place)
    this.#held = []
    if (held.length > 0) this.#onRelease(held.map(({ entry }) => entry))
  }
}
