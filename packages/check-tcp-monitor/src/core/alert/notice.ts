import type { Baseline } from '../response-time/baseline.js'
import type { Incident } from '../wire/incident.js'
import type { NoticeEvidence } from './notice-evidence.js'

/** What kind of news of an incident it is. */
export const NOTICE_KINDS = ['opened', 'changed', 'reminder', 'resolved'] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

/** What somebody is to be notified of, before it is known who. Complete, so that a channel looks nothing up. */
export interface Notice {
  readonly kind: NoticeKind
  /** When it was created, wall milliseconds. */
  readonly at: number
  readonly incident: Incident
  readonly location: string
  /** What this location alone says, while no hub answers it. */
  readonly alone?: true
  readonly tags: readonly string[]
  /** `db-server:5432`; absent where the subject is no check. */
  readonly target?: string
  readonly description?: string
  /** Routes by name, where the check names them. */
  readonly routes?: readonly string[]
  /** What is normal for the target at this hour, milliseconds. */
  readonly baseline?: Baseline
  /** What the config sets as the longest response time, milliseconds. */
  readonly limitMs?: number
  /** Of the newest observation, milliseconds. */
  readonly responseMs?: number
  /** What to do first. */
  readonly advice?: string
  /** What a look at the target found; added as the notice is sent. */
  readonly evidence?: NoticeEvidence
  /** How many others are suppressed while it is open: dependants of a check that are down, checks of an isolated location. */
  readonly suppressedCount?: number
}
