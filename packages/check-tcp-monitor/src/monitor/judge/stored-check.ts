import type { MonitoredCheck } from '../../core/config/check.js'
import type { StoredState } from '../../core/store/commits.js'
import type { StateKey } from '../../core/store/state-key.js'
import { type CheckState, forOtherTarget } from '../../verdict/check-state.js'
import { readCheckState } from '../../verdict/read-check-state.js'
import { type CheckRuntime, type RecalledCheck, targetOf } from './check-runtime.js'

/** Under which a check's state is stored. */
export function checkKey(id: string, location: string): StateKey {
  return { kind: 'check', id, location }
}

/** What of a check outlives the process: its state, of which target it is, and since when. */
export function storedCheck({ check, tracked, state, targetSince }: CheckRuntime): StoredState {
  const key = checkKey(check.id, tracked.location)
  return { ...key, state: { ...state, target: targetOf(check), targetSince } }
}

/** What is known of a check from before; nothing of its own where it has another target now. */
export function recallCheck(
  check: MonitoredCheck,
  stored: unknown,
  wallMs: number,
): RecalledCheck | undefined {
  const state = readCheckState(stored)
  if (!state) return undefined
  const { target } = stored as { readonly target?: unknown }
  if (target === targetOf(check)) return { state, targetSince: readTargetSince(stored) }
  return { state: forOtherTarget(state, wallMs), targetSince: wallMs }
}

/** @param stored a check's state as the store gives it back */
export function readTargetSince(stored: unknown): number {
  const { targetSince } = (stored ?? {}) as { readonly targetSince?: unknown }
  return typeof targetSince === 'number' ? targetSince : 0
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
