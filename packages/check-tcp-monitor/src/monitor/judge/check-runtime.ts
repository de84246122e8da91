import type { TlsResult } from 'check-tcp'
import { hostAndPort } from 'check-tcp/words'
import type { MonitoredCheck } from '../../core/config/check.js'
import { type Calendar, createCalendar } from '../../core/time/calendar.js'
import type { Incident } from '../../core/wire/incident.js'
import type { Observation } from '../../core/wire/observation.js'
import type { TimelineEntry } from '../../core/wire/timeline-entry.js'
import { type CheckState, newCheckState } from '../../verdict/check-state.js'
import type { Reply } from '../../verdict/connectivity.js'
import type { FleetState } from '../fleet/judge-locations.js'
import type { TrackedSubject } from '../incidents/tracked-subject.js'

/** One check as the monitor has it before its eyes. */
export interface CheckRuntime {
  check: MonitoredCheck
  /** When it is in maintenance, by its config. */
  calendar: Calendar
  /** Since when it looks at this target, wall milliseconds; 0 where it has never had another. */
  targetSince: number
  state: CheckState
  readonly tracked: TrackedSubject
  newest: Observation | undefined
  /** What the newest check told of the way to the target, and the addresses that were asked in it. */
  reply: Reply | undefined
  addresses: readonly string[]
  /** Milliseconds for which the process had been awake at the newest answer, where there was one. */
  answeredMs: number | undefined
  /** It is called down, though nobody else could be asked whether the location is online. */
  unwitnessed: boolean
  /** The round of canaries that was asked when it was in doubt last. */
  round: TimelineEntry | undefined
  /** What its locations believe, and how it fails, as the entries of its incident say it. */
  notedVotes: string
  notedFailure: Incident['failure']
  /** What to do first, from the newest result. */
  advice: string | undefined
  /** What the newest TLS handshake told. */
  tls: TlsResult | undefined
  /** What is amiss with a target that was found as expected, in words. */
  concern: string | undefined
  /** What its locations say, where it is made from others than this one. */
  fleet: FleetState | undefined
  /** The monitor's counts of events, which order what happened without a clock: of the newest observation, */
  observedAt: number
  /** of when its incident was opened, */
  openedAt: number
  /** and of when its incident was closed. */
  closedAt: number
  /** Milliseconds for which the process had been awake at the newest observation, or when the check was taken up. */
  seenMs: number
}

/** What is known of a check from before. */
export type RecalledCheck = Pick<CheckRuntime, 'state' | 'targetSince'>

export function newCheckRuntime(
  check: MonitoredCheck,
  tracked: TrackedSubject,
  recalled: RecalledCheck | undefined,
  now: { readonly wallMs: number; readonly awakeMs: number },
): CheckRuntime {
  const { state, targetSince } = recalled ?? { state: newCheckState(now.wallMs), targetSince: 0 }
  return {
    check,
    calendar: createCalendar(check.maintenance),
    targetSince,
    tracked,
    state,
    ...NOTHING_FOUND,
    unwitnessed: false,
    round: undefined,
    notedVotes: '',
    notedFailure: undefined,
    observedAt: 0,
    openedAt: 0,
    closedAt: 0,
    seenMs: now.awakeMs,
  }
}

/** What is known of a target that was not checked yet. */
export const NOTHING_FOUND = {
  newest: undefined,
  reply: undefined,
  addresses: [],
  answeredMs: undefined,
  advice: undefined,
  tls: undefined,
  concern: undefined,
  fleet: undefined,
} as const satisfies Partial<CheckRuntime>

export function targetOf({ parameters: { host, port } }: MonitoredCheck): string {
  return hostAndPort(host, port)
}
