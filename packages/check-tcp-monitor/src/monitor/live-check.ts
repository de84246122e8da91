import type { MonitoredCheck } from '../core/check.js'
import type { Observation } from '../core/observation.js'
import type { StoredState } from '../core/store.js'
import { type CheckState, forOtherTarget, newCheckState } from '../verdict/check-state.js'
import { readCheckState } from '../verdict/read-check-state.js'
import type { Matter } from './matter.js'

/** One check as the monitor has it before its eyes. */
export interface LiveCheck {
  check: MonitoredCheck
  state: CheckState
  readonly matter: Matter
  newest: Observation | undefined
  /** What to do first, from the newest result. */
  advice: string | undefined
  /** The monitor's counts of events, which order what happened without a clock: of the newest observation, */
  observedAt: number
  /** of when its incident was opened, */
  openedAt: number
  /** and of when its incident was closed. */
  closedAt: number
  /** Milliseconds for which the process had been awake at the newest observation, or when the check was taken up. */
  seenMs: number
}

export function newLiveCheck(
  check: MonitoredCheck,
  matter: Matter,
  state: CheckState | undefined,
  now: { readonly wallMs: number; readonly awakeMs: number },
): LiveCheck {
  return {
    check,
    matter,
    state: state ?? newCheckState(now.wallMs),
    newest: undefined,
    advice: undefined,
    observedAt: 0,
    openedAt: 0,
    closedAt: 0,
    seenMs: now.awakeMs,
  }
}

/** What of a check outlives the process: its state, and of which target it is. */
export function storedState({ check, state }: LiveCheck): StoredState {
  return { subject: subjectOf(check), state: { ...state, target: targetOf(check) } }
}

/** What is known of a check from before; nothing of its own where it has another target now. */
export function recalledState(
  check: MonitoredCheck,
  stored: unknown,
  wallMs: number,
): CheckState | undefined {
  const state = readCheckState(stored)
  const { target } = (stored ?? {}) as { readonly target?: unknown }
  return state && target !== targetOf(check) ? forOtherTarget(state, wallMs) : state
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
