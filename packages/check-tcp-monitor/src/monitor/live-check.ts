import type { MonitoredCheck } from '../core/check.js'
import type { Incident } from '../core/incident.js'
import type { Observation } from '../core/observation.js'
import { type CheckState, newCheckState } from '../verdict/check-state.js'
import { NOBODY_TOLD, type Telling } from './telling-state.js'

/** One check as the monitor has it before its eyes. */
export interface LiveCheck {
  check: MonitoredCheck
  state: CheckState
  /** The open one. */
  incident: Incident | undefined
  telling: Telling
  newest: Observation | undefined
  /** What to do first, from the newest result. */
  advice: string | undefined
  /** The monitor's count of events when the newest observation was made; orders events without a clock. */
  observedAt: number
  /** Monotonic milliseconds of the newest observation, or of when the check was taken up. */
  seenMs: number
}

/** What of a check outlives the process. */
export interface StoredCheck {
  readonly state: CheckState
  readonly telling: Telling
}

export function newLiveCheck(
  check: MonitoredCheck,
  wallMs: number,
  monotonicMs: number,
): LiveCheck {
  return {
    check,
    state: newCheckState(wallMs),
    incident: undefined,
    telling: NOBODY_TOLD,
    newest: undefined,
    advice: undefined,
    observedAt: 0,
    seenMs: monotonicMs,
  }
}

export function subjectOf(check: Pick<MonitoredCheck, 'id'>): string {
  return `check:${check.id}`
}

export function targetOf({ parameters: { host, port } }: MonitoredCheck): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

/**
 * Whether the difference between two states matters after a restart. A target that is up and was up needs no write for
 * every check of it.
 */
export function isWorthStoring(before: CheckState, after: CheckState): boolean {
  return !(isSteady(before) && isSteady(after))
}

function isSteady({ verdict, incident, streaks, unknown, recent }: CheckState): boolean {
  return (
    verdict === 'up' &&
    incident === 'none' &&
    streaks.bad === 0 &&
    streaks.slow === 0 &&
    unknown === 0 &&
    recent.bits === 0
  )
}
