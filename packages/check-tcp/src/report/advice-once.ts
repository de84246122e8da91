import { escapeControl } from '../core/escape-control.js'
import type { Failure } from '../core/failure.js'
import type { CheckResult } from '../core/result.js'
import type { Paint } from './colors.js'

/** What to do about each kind of failure, said the first time that it is met. */
export class AdviceOnce {
  readonly #given = new Set<Failure>()

  /** Whether the failure was met before. */
  wasGiven({ details }: CheckResult): boolean {
    return details.failure !== undefined && this.#given.has(details.failure)
  }

  /** The lines of advice, none where they were given before. */
  lines(result: CheckResult, paint: Paint): readonly string[] {
    const { failure, advice = [] } = result.details
    if (this.wasGiven(result)) return []
    if (failure !== undefined) this.#given.add(failure)
    return advice.map((line) => paint('dim', `- ${escapeControl(line)}`))
  }
}
