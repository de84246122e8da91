import type { Outcome } from '../wire/outcome.js'
import type { CountsAs } from './time-state.js'

/** Where nobody says for how long an observation speaks for its target. */
const DEFAULT_VALID_MS = 5 * 60_000

/** What an outcome alone counts as, where no verdict says otherwise. */
export function outcomeCountsAs(outcome: Outcome): CountsAs {
  switch (outcome) {
    case 'good':
    case 'slow':
      return 'up'
    case 'bad':
      return 'unconfirmed'
    case 'unknown':
      return 'unknown'
    default:
      return outcome satisfies never
  }
}

export function countsAsOf({
  countsAs,
  outcome,
}: {
  readonly countsAs?: CountsAs
  readonly outcome: Outcome
}): CountsAs {
  return countsAs ?? outcomeCountsAs(outcome)
}

/** Milliseconds for which an observation stands at most. Nothing is known of a target after that. */
export function validMsOf({ validMs }: { readonly validMs?: number }): number {
  return validMs ?? DEFAULT_VALID_MS
}
