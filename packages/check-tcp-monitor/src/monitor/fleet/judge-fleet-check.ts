import type { HeardVote } from '../../core/link/heard-vote.js'
import type { CheckRuntime } from '../judge/check-runtime.js'
import type { Judgement } from '../judge/judge-check.js'
import { storedCheck } from '../judge/stored-check.js'
import type { SuppressionContext } from '../suppress/suppressor.js'
import { isSameCoverage } from './coverage.js'
import { judgeLocations } from './judge-locations.js'

/** Applies what its locations say to a check. What an open incident says may change with them, though its verdict does not. */
export function judgeFleetCheck(
  runtime: CheckRuntime,
  heard: readonly HeardVote[],
  { now }: Pick<SuppressionContext, 'now'>,
): Judgement {
  const { check, state: before, fleet: known } = runtime
  if (!check.fleet) throw new RangeError(`${check.id} has no locations`)
  const settings = { ...check.fleet, everyMs: check.everyMs }
  const judged = judgeLocations({ state: before, fleet: known }, heard, settings, now)
  const { state, fleet, incident } = judged
  runtime.state = state
  runtime.fleet = fleet
  const { verdict, since } = state
  const isOther = verdict !== before.verdict
  const isReviewed = isOther || !isSameCoverage(known?.coverage, fleet.coverage)
  const isTold = fleet.evidence !== undefined && verdict === state.incident
  return {
    transition: {
      ...(state !== before ? { states: [storedCheck(runtime)] } : {}),
      ...(isOther
        ? { events: [{ type: 'verdict', at: now, data: { id: check.id, verdict, since } }] }
        : {}),
      ...(isReviewed ? { followUps: [{ kind: 'review' }] } : {}),
    },
    incident: incident ?? (isTold ? 'changed' : undefined),
    isInDoubt: false,
  }
}
