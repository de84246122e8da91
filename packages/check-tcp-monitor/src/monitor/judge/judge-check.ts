import { outcomeCountsAs } from '../../core/time/counts-as.js'
import type { Observation } from '../../core/wire/observation.js'
import { type Step, step, type VerdictEvent } from '../../verdict/step.js'
import { timeCountsAs } from '../../verdict/time-counts-as.js'
import type { Measurement } from '../observe/measurer.js'
import { isInMaintenance } from '../suppress/maintenance.js'
import type { SuppressionContext } from '../suppress/suppressor.js'
import type { FollowUp, Transition } from '../transition.js'
import type { CheckRuntime } from './check-runtime.js'
import { isWorthStoring, storedCheck } from './stored-check.js'

/** What a check was found to be: what is kept of it, and what becomes of its incident. */
export interface Judgement {
  readonly transition: Transition
  readonly incident: Step['incident']
  /** It is to be found out whether the location is online. */
  readonly isInDoubt: boolean
}

/** When something happened: the monitor's count of events, and for how long the process had been awake. */
interface Moment {
  readonly count: number
  readonly awakeMs: number
}

/** Notes in the check what one measurement found. @returns what that says to the rules of the verdict */
export function noteMeasurement(
  runtime: CheckRuntime,
  { observation, advice, tls, concern, reply, addresses }: Measurement,
  { count, awakeMs }: Moment,
): VerdictEvent {
  const { outcome, at } = observation
  runtime.newest = observation
  runtime.advice = advice
  runtime.tls = tls ?? runtime.tls
  runtime.concern = concern
  runtime.reply = reply
  runtime.addresses = addresses
  runtime.observedAt = count
  runtime.seenMs = awakeMs
  if (reply === 'answer') runtime.answeredMs = awakeMs
  return { kind: 'observed', outcome, silent: outcome === 'good' && reply !== 'answer', at }
}

/** Applies the rules of the verdict to a check. */
export function judgeCheck(
  runtime: CheckRuntime,
  event: VerdictEvent,
  context: Pick<SuppressionContext, 'now' | 'maintenance'>,
): Judgement {
  const { check, state: before } = runtime
  const { state, incident, ask } = step(before, event, check)
  runtime.state = state
  const { verdict, since } = state
  const isOther = verdict !== before.verdict
  const followUps: FollowUp[] = []
  if (isOther) followUps.push({ kind: 'review' })
  if (ask === 'recheck') {
    followUps.push({ kind: 'check', id: check.id, afterMs: check.confirmEveryMs })
  } else if (ask === 'recheck-now') followUps.push({ kind: 'check', id: check.id, afterMs: 0 })
  const data = { id: check.id, verdict, since }
  return {
    transition: {
      ...(isWorthStoring(before, state) ? { states: [storedCheck(runtime)] } : {}),
      ...(isOther ? { events: [{ type: 'verdict', at: context.now, data }] } : {}),
      followUps,
    },
    incident,
    isInDoubt: ask === 'canaries',
  }
}

/** The observation as it is kept: with what the time after it counts as, now that the verdict is known. */
export function keepObservation(
  runtime: CheckRuntime,
  found: Observation,
  context: Pick<SuppressionContext, 'now' | 'maintenance'>,
): Observation {
  const { outcome } = found
  const countsAs = timeCountsAs(runtime.state.verdict, outcome, isInMaintenance(runtime, context))
  const kept = countsAs === outcomeCountsAs(outcome) ? found : { ...found, countsAs }
  runtime.newest = kept
  return kept
}
