import { type Outcome, outcomeOf } from './outcome.js'
import type { ReportEntry } from './reporter.js'

/** Counts outcomes as they come. */
export class Tally {
  readonly #counts: Record<Outcome, number> = { succeeded: 0, failed: 0, denied: 0 }

  add(entry: ReportEntry): Outcome {
    const outcome = outcomeOf(entry)
    this.#counts[outcome] += 1
    return outcome
  }

  get counts(): Readonly<Record<Outcome, number>> {
    return this.#counts
  }

  get total(): number {
    const { succeeded, failed, denied } = this.#counts
    return succeeded + failed + denied
  }

  /** 0 all connected, 1 something failed, 3 nothing failed but something was denied by policy. */
  get exitCode(): 0 | 1 | 3 {
    if (this.#counts.failed > 0) return 1
    return this.#counts.denied > 0 ? 3 : 0
  }
}
