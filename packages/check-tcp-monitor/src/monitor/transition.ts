import type { BatchContent } from '../core/store/commits.js'
import type { LocationFault } from '../core/subject-id.js'
import type { NewEvent } from './event-log.js'

/** What is to be done next. */
export type FollowUp =
  /** Run a check outside the schedule. */
  | { readonly kind: 'check'; readonly id: string; readonly afterMs: number }
  /** Ask the canaries whether the location is online; `suspect` is in doubt until then. */
  | { readonly kind: 'canary-round'; readonly suspect?: string }
  /** See how many checks a fault of the location concerns, and whether it lasts. */
  | { readonly kind: 'gather-fault'; readonly fault: LocationFault; readonly afterMs: number }
  /** See whether checks that seem to be overdue still are. */
  | { readonly kind: 'confirm-overdue'; readonly afterMs: number }
  /** Look at the target of a check that went down. */
  | { readonly kind: 'look'; readonly id: string }
  /** What suppresses notifications may have changed. */
  | { readonly kind: 'review' }

/** What one thing that happened comes to: a plain value, which is committed once and as a whole. */
export interface Transition extends Partial<BatchContent> {
  /** For those who watch the monitor. */
  readonly events?: readonly NewEvent[]
  readonly followUps?: readonly FollowUp[]
}

export const NO_TRANSITION: Transition = {}

/** Several transitions as one, in their order. */
export function joinTransitions(...transitions: readonly Transition[]): Transition {
  const some = transitions.filter((each) => each !== NO_TRANSITION)
  const [first = NO_TRANSITION] = some
  if (some.length < 2) return first
  return {
    observations: some.flatMap(({ observations = [] }) => observations),
    states: some.flatMap(({ states = [] }) => states),
    incidents: some.flatMap(({ incidents = [] }) => incidents),
    entries: some.flatMap(({ entries = [] }) => entries),
    outbox: some.flatMap(({ outbox = [] }) => outbox),
    events: some.flatMap(({ events = [] }) => events),
    followUps: some.flatMap(({ followUps = [] }) => followUps),
  }
}
