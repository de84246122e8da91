import type { MonitoredCheck } from '../../core/config/check.js'
import type { StoredState } from '../../core/store/commits.js'
import { type CheckState, forOtherTarget } from '../../verdict/check-state.js'
import { readCheckState } from '../../verdict/read-check-state.js'
import { type CheckRuntime, type RecalledCheck, targetOf } from './check-runtime.js'

/** Before the ids of checks in the keys of stored states. */
const CHECK = 'check:'

/** Under which a check's state is stored. */
export function checkKey({ id }: Pick<MonitoredCheck, 'id'>): string {
  return `${CHECK}${id}`
}

/** The check whose state a key is of; undefined where it is none of a check. */
export function checkIdOfKey(key: string): string | undefined {
  return key.startsWith(CHECK) ? key.slice(CHECK.length) : undefined
}

/** What of a check outlives the process: its state, of which target it is, and since when. */
export function storedCheck({ check, state, targetSince }: CheckRuntime): StoredState {
  return { subject: checkKey(check), state: { ...state, target: targetOf(check), targetSince } }
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
