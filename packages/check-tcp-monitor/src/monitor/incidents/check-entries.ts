import { MAX_NAMED, type TimelineEntry } from '../../core/wire/timeline-entry.js'
import type { RoundAnswer } from '../connectivity/canary-rounds.js'
import type { CheckRuntime } from '../judge/check-runtime.js'
import { NO_TRANSITION, type Transition } from '../transition.js'

/** What a round of canaries came to, for the incidents of those who were in doubt. */
export function roundEntry(
  { result, replies }: RoundAnswer,
  { now, location }: { readonly now: number; readonly location: string },
): TimelineEntry {
  const asked = [...replies].slice(0, MAX_NAMED).map(([checkId, reply]) => ({ checkId, reply }))
  return { at: now, kind: 'canaries', location, canaries: { result, replies: asked } }
}

/** The round that was asked before an incident was opened, where one was. */
export function roundBefore({ round, state, tracked }: CheckRuntime): Transition {
  const { incident } = tracked
  if (!incident || !round || round.at < state.since) return NO_TRANSITION
  return { entries: [{ incidentId: incident.id, entry: round }] }
}

/** That a target which is down fails in another way than was said last. It notes in the check what it has said. */
export function failureEntry(runtime: CheckRuntime, now: number): Transition {
  const { newest, tracked, notedFailure } = runtime
  const { incident } = tracked
  if (incident?.verdict !== 'down') {
    runtime.notedFailure = undefined
    return NO_TRANSITION
  }
  if (newest?.outcome !== 'bad') return NO_TRANSITION
  const { failure, fault, error, location } = newest
  runtime.notedFailure = failure
  if (failure === (notedFailure ?? incident.failure)) return NO_TRANSITION
  const entry: TimelineEntry = {
    ...{ at: now, kind: 'changed', location, verdict: 'down' },
    ...(failure === undefined ? {} : { failure }),
    ...(fault === undefined ? {} : { fault }),
    ...(error === undefined ? {} : { error }),
  }
  return { entries: [{ incidentId: incident.id, entry }] }
}

/** What the locations of a check believe, where that is news to its open incident. It notes in the check what it has said. */
export function votesEntry(runtime: CheckRuntime, now: number): Transition {
  const { fleet, tracked } = runtime
  const { incident } = tracked
  if (!fleet || !incident) {
    runtime.notedVotes = ''
    return NO_TRANSITION
  }
  const votes = fleet.heard.slice(0, MAX_NAMED).map(({ location, verdict, vote }) => ({
    ...{ location, verdict },
    ...(vote?.failure === undefined ? {} : { failure: vote.failure }),
    ...(vote?.error === undefined ? {} : { error: vote.error }),
    ...(vote?.because === undefined ? {} : { because: vote.because }),
  }))
  const noted = JSON.stringify([incident.id, votes])
  if (noted === runtime.notedVotes) return NO_TRANSITION
  runtime.notedVotes = noted
  return { entries: [{ incidentId: incident.id, entry: { at: now, kind: 'votes', votes } }] }
}
