import type { Router } from '../core/alert/router.js'
import type { MonitorConfig } from '../core/config/monitor-config.js'
import type { Remembered } from '../core/store/history-queries.js'
import { stateKeyText } from '../core/store/state-key.js'
import { channelOf } from '../core/subject-id.js'
import { chooseCanaries } from './connectivity/choose-canaries.js'
import type { LocationTracker } from './connectivity/location-tracker.js'
import { ownAddresses } from './connectivity/own-addresses.js'
import type { IncidentTracker } from './incidents/incident-tracker.js'
import { adoptChecks, adoptIncidents, forgetStates } from './judge/adopt-checks.js'
import { checkKey } from './judge/stored-check.js'
import type { MonitorState } from './monitor-state.js'
import { joinTransitions, NO_TRANSITION, type Transition } from './transition.js'

/** Who keeps the incidents. */
export interface Trackers {
  readonly tracker: IncidentTracker
  readonly location: LocationTracker
}

/** Goes on where the process before this one stopped. */
export function recallState(
  { states, openIncidents, silences, maintenance }: Remembered,
  state: MonitorState,
  trackers: Trackers,
): Transition {
  const known = new Map(states.map((each) => [stateKeyText(each), each.state]))
  const { location } = state.context
  state.silences.recall(silences)
  state.maintenance.recall(maintenance)
  const adopted = takeUpChecks(state, trackers, known)
  trackers.tracker.recall(openIncidents, known)
  adoptIncidents({ checks: state.checks, wallMs: state.context.now })
  const gone = state.subjects
    .open()
    .filter((each) => each.location === location && each.subject === 'check')
    .filter(({ subjectId }) => !state.checks.has(subjectId))
    .map(({ subjectId }) => forgetCheck(subjectId, state, trackers))
  const forgotten = forgetStates(states, { checks: state.checks, location })
  const channels = forgetChannels(state, trackers)
  const locations = forgetLocations(state, trackers)
  if (trackers.location.isRecalledIsolated(state.context)) {
    const canaries = chooseCanaries(state.checks.all(), [], ownAddresses(), state.awake.ms)
    state.rounds.recall(canaries, state.context.now)
  }
  return joinTransitions(adopted, ...gone, forgotten, channels, locations)
}

/** Forgets the checks that another config no longer has. Their ends go by the routes of before, as their beginnings did. */
export function forgetChecks(
  { checks: wanted }: MonitorConfig,
  state: MonitorState,
  trackers: Trackers,
): Transition {
  const ids = new Set(wanted.map(({ id }) => id))
  const gone = state.checks.all().filter(({ check }) => !ids.has(check.id))
  return joinTransitions(...gone.map(({ check }) => forgetCheck(check.id, state, trackers)))
}

/** Takes another config from now on. A check keeps its verdict and its history by its name. */
export function takeConfig(
  config: MonitorConfig,
  router: Router,
  state: MonitorState,
  trackers: Trackers,
): Transition {
  state.router = router
  state.config = config
  state.reloadProblem = undefined
  state.reloadFailedAt = undefined
  const { now } = state.context
  state.configLoadedAt = now
  const channels = forgetChannels(state, trackers)
  const adopted = takeUpChecks(state, trackers, new Map())
  return joinTransitions(channels, adopted, {
    events: [{ type: 'reload', at: now, data: { checks: config.checks.length } }],
    followUps: [{ kind: 'review' }],
  })
}

function takeUpChecks(
  state: MonitorState,
  { location }: Trackers,
  known: ReadonlyMap<string, unknown>,
): Transition {
  const { config, checks, subjects, awake, context } = state
  const at = { location: context.location, wallMs: context.now, awakeMs: awake.ms }
  const { transition, retargeted } = adoptChecks(config.checks, known, { checks, subjects, ...at })
  const faults = retargeted.map(({ check }) => location.noteFault(check.id, undefined, context))
  return joinTransitions(...faults, transition)
}

function forgetCheck(
  id: string,
  { checks, subjects, context }: MonitorState,
  { tracker, location }: Trackers,
): Transition {
  const closed = tracker.close(subjects.get('check', id, context.location), 'removed', context)
  checks.delete(id)
  const faults = location.noteFault(id, undefined, context)
  return joinTransitions(closed, faults, {
    states: [{ ...checkKey(id, context.location), state: undefined }],
  })
}

/** Closes what the process before this one left of a location that had another name. */
function forgetLocations({ subjects, context }: MonitorState, { tracker }: Trackers): Transition {
  const others = subjects.open().filter(({ location }) => location !== context.location)
  return joinTransitions(...others.map((each) => tracker.close(each, 'removed', context)))
}

/** A channel that has left the config fails nobody any more. */
function forgetChannels(state: MonitorState, { tracker }: Trackers): Transition {
  const present = new Set(state.config.alerting.channels.map(({ name }) => name))
  const closed = state.subjects.open().map((tracked) => {
    const channel = channelOf(tracked)
    const isGone = channel !== undefined && !present.has(channel)
    return isGone ? tracker.close(tracked, 'removed', state.context) : NO_TRANSITION
  })
  return joinTransitions(...closed)
}
