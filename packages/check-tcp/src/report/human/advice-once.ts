import { kindOfHelp } from '../../core/failure/failure-help.js'
import { escapeControl } from '../../core/text/escape-control.js'
import type { CheckResult } from '../../core/wire/result.js'
import type { Paint } from '../text/colors.js'

/** What to do about each kind of failure, said the first time that it is met. */
export class AdviceOnce {
  readonly #given = new Set<string>()

  /** Whether the failure was met before. */
  wasGiven({ details }: CheckResult): boolean {
    const { failure, cause, found } = details
    return failure !== undefined && this.#given.has(kindOfHelp({ failure, cause, found }))
  }

  /** The lines of advice, none where they were given before. */
  lines(result: CheckResult, paint: Paint): readonly string[] {
    const { failure, cause, found, advice = [] } = result.details
    if (this.wasGiven(result)) return []
    if (failure !== undefined) this.#given.add(kindOfHelp({ failure, cause, found }))
    return advice.map((line) => paint('dim', `- ${escapeControl(line)}`))
  }
}
