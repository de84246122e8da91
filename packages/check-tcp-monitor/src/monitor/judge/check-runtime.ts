import type { TlsResult } from 'check-tcp'
import { hostAndPort } from 'check-tcp/words'
import type { MonitoredCheck } from '../../core/config/check.js'
import type { StoredState } from '../../core/store.js'
import type { Observation } from '../../core/wire/observation.js'
import { type CheckState, forOtherTarget, newCheckState } from '../../verdict/check-state.js'
import type { Heard } from '../../verdict/connectivity.js'
import { readCheckState } from '../../verdict/read-check-state.js'
import type { Matter } from '../incidents/tracked-subject.js'

/** One check as the monitor has it before its eyes. */
export interface LiveCheck {
  check: MonitoredCheck
  /** Since when it looks at this target, wall milliseconds; 0 where it has never had another. */
  targetSince: number
  state: CheckState
  readonly matter: Matter
  newest: Observation | undefined
  /** What the newest check told of the way to the target, and the addresses that were asked in it. */
  heard: Heard | undefined
  addresses: readonly string[]
  /** Milliseconds for which the process had been awake at the newest answer, where there was one. */
  answeredMs: number | undefined
  /** It is called down, though nobody else could be asked whether the location sees. */
  unwitnessed: boolean
  /** What to do first, from the newest result. */
  advice: string | undefined
  /** What the newest TLS handshake told. */
  tls: TlsResult | undefined
  /** What is amiss with a target that was found as expected, in words. */
  concern: string | undefined
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
export type Recalled = Pick<LiveCheck, 'state' | 'targetSince'>

export function newLiveCheck(
  check: MonitoredCheck,
  matter: Matter,
  recalled: Recalled | undefined,
  now: { readonly wallMs: number; readonly awakeMs: number },
): LiveCheck {
  const { state, targetSince } = recalled ?? { state: newCheckState(now.wallMs), targetSince: 0 }
  return {
    check,
    targetSince,
    matter,
    state,
    newest: undefined,
    heard: undefined,
    addresses: [],
    answeredMs: undefined,
    unwitnessed: false,
    advice: undefined,
    tls: undefined,
    concern: undefined,
    observedAt: 0,
    openedAt: 0,
    closedAt: 0,
    seenMs: now.awakeMs,
  }
}

/** What of a check outlives the process: its state, of which target it is, and since when. */
export function storedState({ check, state, targetSince }: LiveCheck): StoredState {
  return { subject: subjectOf(check), state: { ...state, target: targetOf(check), targetSince } }
}

/** What is known of a check from before; nothing of its own where it has another target now. */
export function recalled(
  check: MonitoredCheck,
  stored: unknown,
  wallMs: number,
): Recalled | undefined {
  const state = readCheckState(stored)
  if (!state) return undefined
  const { target } = stored as { readonly target?: unknown }
  if (target === targetOf(check)) return { state, targetSince: targetSinceOf(stored) }
  return { state: forOtherTarget(state, wallMs), targetSince: wallMs }
}

/** @param stored a check's state as the store gives it back */
export function targetSinceOf(stored: unknown): number {
  const { targetSince } = (stored ?? {}) as { readonly targetSince?: unknown }
  return typeof targetSince === 'number' ? targetSince : 0
}

export function subjectOf(check: Pick<MonitoredCheck, 'id'>): string {
  return `check:${check.id}`
}

export function targetOf({ parameters: { host, port } }: MonitoredCheck): string {
  return hostAndPort(host, port)
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
