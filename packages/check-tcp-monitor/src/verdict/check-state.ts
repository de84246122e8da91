import type { Verdict } from '../core/verdict.js'
import { NO_CHANGES, type RecentOutcomes } from './flapping.js'

/** What the monitor knows of one check; plain data, so that it survives a restart as it is. */
export interface CheckState {
  readonly verdict: Verdict
  /** When the first observation of what is believed was made, wall milliseconds. */
  readonly since: number
  /** What the open incident says, if one is open. It outlives a verdict of `unknown`. */
  readonly incident: 'none' | 'degraded' | 'down'
  /** Why it is degraded. */
  readonly degradedBy?: 'slow' | 'flapping'
  /** Consecutive observations up to the newest one; an unknown one neither adds to these nor ends them. */
  readonly streaks: Streaks
  /** Consecutive observations that told nothing. */
  readonly unknown: number
  /** When the streak of bad, slow or unknown observations began, wall milliseconds. */
  readonly badSince: number
  readonly slowSince: number
  readonly unknownSince: number
  /**
   * Bad often enough to be down: `asked` until it is known whether the location is online; `online` once it is found to be, so that the
   * next bad observation is believed.
   */
  readonly connectivity: 'unknown' | 'asked' | 'online'
  readonly recent: RecentOutcomes
  readonly flapping: boolean
}

export interface Streaks {
  /** Neither good nor slow between. */
  readonly bad: number
  /** Good or slow, no bad one between. */
  readonly ok: number
  /** No good one between. */
  readonly slow: number
  /** No slow one between. */
  readonly good: number
}

/**
 * The state of a check that looks at another target from now on: nothing is known about it, and an incident that is open
 * goes on until the new target is seen to be up.
 */
export function forOtherTarget(state: CheckState, at: number): CheckState {
  const { incident, degradedBy } = state
  return {
    ...newCheckState(at),
    incident,
    ...(degradedBy ? { degradedBy } : {}),
    verdict: incident === 'none' ? 'pending' : 'unknown',
  }
}

/** A check that was never made. */
export function newCheckState(at: number): CheckState {
  return {
    verdict: 'pending',
    since: at,
    incident: 'none',
    streaks: { bad: 0, ok: 0, slow: 0, good: 0 },
    unknown: 0,
    badSince: at,
    slowSince: at,
    unknownSince: at,
    connectivity: 'unknown',
    recent: NO_CHANGES,
    flapping: false,
  }
}
