import type { MonitoredCheck } from '../core/config/check.js'
import type { Outcome } from '../core/wire/outcome.js'
import type { CheckState, Streaks } from './check-state.js'
import { flapsNow, SOLID_OUTAGE, withOutcome } from './flapping.js'

/** What happened, in order. Wall milliseconds. */
export type VerdictEvent =
  | {
      readonly kind: 'observed'
      readonly outcome: Outcome
      readonly at: number
      /** It is good since nothing answered, which a cut uplink does too. */
      readonly silent?: boolean
    }
  /** Canaries that were asked after the newest observation answered: the location is online. */
  | { readonly kind: 'online'; readonly at: number }
  /** They did not: what was observed says nothing about the target. */
  | { readonly kind: 'isolated'; readonly at: number }
  /** Nobody but the target's own host could be asked: its failures decide, its silence ends nothing. */
  | { readonly kind: 'unwitnessed'; readonly at: number }

export type VerdictSettings = Pick<MonitoredCheck, 'confirm' | 'recover' | 'slowConfirm'>

/** What an event did. */
export interface Step {
  readonly state: CheckState
  /** What became of the incident. */
  readonly incident?: 'opened' | 'changed' | 'closed'
  /**
   * `recheck`: check again soon, something is to be confirmed; `recheck-now`: while it is known that the location is online;
   * `canaries`: find out whether it is.
   */
  readonly ask?: 'recheck' | 'recheck-now' | 'canaries'
}

/**
 * The verdict's one rule book: from what was believed and what happened to what is believed now. Pure.
 *
 * - Down after `confirm` consecutive bad observations, 15 while the target flaps, and one more that is made after the
 *   location was found to be online: an uplink that comes back just before anybody looks would else be booked on the target.
 * - Up again after `recover` observations without a bad one between; where they are good by silence, only after the
 *   location was found to be online, and after one more: a cut uplink is as silent as a port that is closed.
 * - Degraded after `slowConfirm` consecutive slow ones, and no longer after as many good ones; or while it flaps.
 * - Unknown after `confirm` observations that tell nothing. An incident that is open stays so: nobody saw it end.
 */
export function step(before: CheckState, event: VerdictEvent, settings: VerdictSettings): Step {
  switch (event.kind) {
    case 'observed':
      return event.outcome === 'unknown'
        ? observedNothing(before, event.at, settings)
        : observed(before, { ...event, outcome: event.outcome }, settings)
    case 'online':
      return before.connectivity === 'asked'
        ? { state: { ...before, connectivity: 'online' }, ask: 'recheck-now' }
        : { state: before }
    case 'unwitnessed':
      if (before.connectivity !== 'asked') return { state: before }
      return before.streaks.bad > 0
        ? { state: { ...before, connectivity: 'online' }, ask: 'recheck-now' }
        : { state: { ...before, connectivity: 'unknown' } }
    case 'isolated':
      return before.connectivity === 'asked' ? foundIsolated(before, event.at) : { state: before }
    default:
      return event satisfies never
  }
}

function observedNothing(before: CheckState, at: number, { confirm }: VerdictSettings): Step {
  const unknownSince = before.unknown === 0 ? at : before.unknownSince
  const connectivity = before.connectivity === 'online' ? 'unknown' : before.connectivity
  const state = { ...before, unknown: before.unknown + 1, unknownSince, connectivity }
  if (state.unknown < confirm) return { state, ask: 'recheck' }
  if (state.verdict === 'unknown') return { state }
  return { state: { ...state, verdict: 'unknown', since: unknownSince, connectivity: 'unknown' } }
}

/** The observations in doubt were made while the location was isolated, so they count for nothing. */
function foundIsolated(before: CheckState, at: number): Step {
  const streaks = { ...before.streaks, bad: 0, ok: 0 }
  const state: CheckState = {
    ...before,
    streaks,
    connectivity: 'unknown',
    verdict: 'unknown',
    since: at,
  }
  return { state, ask: 'recheck' }
}

interface Known {
  readonly outcome: Exclude<Outcome, 'unknown'>
  readonly at: number
  readonly silent?: boolean
}

function observed(
  before: CheckState,
  { outcome, at, silent = false }: Known,
  settings: VerdictSettings,
): Step {
  const streaks = extend(before.streaks, outcome)
  const goesOn = outcome === 'bad' ? before.streaks.bad > 0 : silent && before.streaks.ok > 0
  const recent = withOutcome(before.recent, outcome === 'bad')
  const state: CheckState = {
    ...before,
    streaks,
    recent,
    flapping: flapsNow(recent, before.flapping),
    unknown: 0,
    badSince: streaks.bad === 1 ? at : before.badSince,
    slowSince: streaks.slow === 1 && outcome === 'slow' ? at : before.slowSince,
    connectivity: goesOn ? before.connectivity : 'unknown',
  }
  if (outcome === 'bad') return afterBad(state, at, settings)
  const step = afterOk(state, at, settings)
  return silent && step.incident === 'closed' ? afterSilence(state, step) : step
}

function extend(streaks: Streaks, outcome: Exclude<Outcome, 'unknown'>): Streaks {
  switch (outcome) {
    case 'bad':
      return { ...streaks, bad: streaks.bad + 1, ok: 0 }
    case 'slow':
      return { bad: 0, ok: streaks.ok + 1, slow: streaks.slow + 1, good: 0 }
    case 'good':
      return { bad: 0, ok: streaks.ok + 1, slow: 0, good: streaks.good + 1 }
    default:
      return outcome satisfies never
  }
}

function afterBad(state: CheckState, at: number, { confirm }: VerdictSettings): Step {
  const enough = state.flapping ? Math.max(confirm, SOLID_OUTAGE) : confirm
  if (state.streaks.bad >= enough) {
    if (state.incident === 'down') return become(state, 'down', state.badSince)
    if (state.connectivity === 'online')
      return become({ ...state, connectivity: 'unknown' }, 'down', state.badSince)
    return { state: { ...state, connectivity: 'asked' }, ask: 'canaries' }
  }
  if (state.flapping) return { ...flap(state, at), ask: 'recheck' }
  if (state.incident === 'down') return { state }
  return { state, ask: 'recheck' }
}

function afterOk(state: CheckState, at: number, { recover, slowConfirm }: VerdictSettings): Step {
  const { streaks, incident } = state
  if (incident === 'down' && streaks.ok < recover) return { state, ask: 'recheck' }
  if (state.flapping) return flap(state, at)
  if (streaks.slow >= slowConfirm) {
    return become({ ...state, degradedBy: 'slow' }, 'degraded', state.slowSince)
  }
  if (incident === 'degraded') {
    const over =
      state.degradedBy === 'flapping' ? streaks.ok >= recover : streaks.good >= slowConfirm
    if (!over) return become(state, 'degraded', at)
  }
  return become(state, 'up', at)
}

/** Silence ends an incident only while it is known that the location is online. */
function afterSilence(state: CheckState, closing: Step): Step {
  if (state.connectivity !== 'online')
    return { state: { ...state, connectivity: 'asked' }, ask: 'canaries' }
  return { ...closing, state: { ...closing.state, connectivity: 'unknown' } }
}

function flap(state: CheckState, at: number): Step {
  return become({ ...state, degradedBy: 'flapping' }, 'degraded', at)
}

/**
 * Believes `verdict`, and opens, changes or closes the incident with it.
 *
 * @param since of the verdict, where it is a new one
 */
function become(before: CheckState, verdict: 'up' | 'degraded' | 'down', since: number): Step {
  const incident = verdict === 'up' ? 'none' : verdict
  const { degradedBy, ...rest } = before
  const state: CheckState = {
    ...rest,
    verdict,
    since: before.verdict === verdict ? before.since : since,
    incident,
    ...(verdict === 'degraded' && degradedBy ? { degradedBy } : {}),
  }
  if (incident === before.incident) return { state }
  if (before.incident === 'none') return { state, incident: 'opened' }
  return { state, incident: incident === 'none' ? 'closed' : 'changed' }
}
