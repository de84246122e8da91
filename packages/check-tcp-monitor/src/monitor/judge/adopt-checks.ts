import type { MonitoredCheck } from '../../core/config/check.js'
import { type StateKey, stateKeyText } from '../../core/store/state-key.js'
import { createCalendar } from '../../core/time/calendar.js'
import { forOtherTarget } from '../../verdict/check-state.js'
import type { TrackedSubjects } from '../incidents/tracked-subjects.js'
import { NO_TRANSITION, type Transition } from '../transition.js'
import type { CheckRegistry } from './check-registry.js'
import { type CheckRuntime, NOTHING_FOUND, newCheckRuntime, targetOf } from './check-runtime.js'
import { checkKey, recallCheck, storedCheck } from './stored-check.js'

/** Where checks are taken up, and when. */
interface Adoption {
  readonly checks: CheckRegistry
  readonly subjects: TrackedSubjects
  readonly location: string
  readonly wallMs: number
  readonly awakeMs: number
}

/** What was taken up. */
interface Adopted {
  readonly transition: Transition
  /** Those that look at another target than before: nothing is known of it yet. */
  readonly retargeted: readonly CheckRuntime[]
}

/**
 * Takes up the checks of a config, with what is known of them from before.
 *
 * @param known what the store remembers, by `stateKeyText`
 */
export function adoptChecks(
  wanted: readonly MonitoredCheck[],
  known: ReadonlyMap<string, unknown>,
  { checks, subjects, location, wallMs, awakeMs }: Adoption,
): Adopted {
  const retargeted: CheckRuntime[] = []
  for (const check of wanted) {
    const runtime = checks.get(check.id)
    if (runtime) {
      if (configure(runtime, check, awakeMs)) retargeted.push(runtime)
      continue
    }
    const recalled = recallCheck(
      check,
      known.get(stateKeyText(checkKey(check.id, location))),
      wallMs,
    )
    const tracked = subjects.get('check', check.id, location)
    checks.add(newCheckRuntime(check, tracked, recalled, { wallMs, awakeMs }))
  }
  checks.index()
  for (const runtime of retargeted) {
    runtime.targetSince = wallMs
    runtime.state = forOtherTarget(runtime.state, wallMs)
    Object.assign(runtime, NOTHING_FOUND)
  }
  return { transition: { states: retargeted.map(storedCheck) }, retargeted }
}

/**
 * Takes an open incident for what is known of a check of which nothing else is known, as after a restore: it goes on until
 * the target is seen to be up.
 */
export function adoptIncidents({ checks, wallMs }: Pick<Adoption, 'checks' | 'wallMs'>): void {
  for (const runtime of checks.all()) {
    const { incident } = runtime.tracked
    if (!incident || runtime.state.incident !== 'none') continue
    const known = incident.verdict === 'down' ? 'down' : 'degraded'
    runtime.state = forOtherTarget({ ...runtime.state, incident: known }, wallMs)
  }
}

/**
 * Forgets the states that the process before this one left of checks that the config no longer has, and of all where its
 * location had another name.
 */
export function forgetStates(
  stored: readonly StateKey[],
  { checks, location }: Pick<Adoption, 'checks' | 'location'>,
): Transition {
  const states = stored
    .filter((each) => each.kind === 'check')
    .filter((each) => each.location !== location || !checks.has(each.id))
    .map((each) => ({ ...checkKey(each.id, each.location), state: undefined }))
  return states.length > 0 ? { states } : NO_TRANSITION
}

/** A check of the same name. @returns whether it has another target */
function configure(runtime: CheckRuntime, check: MonitoredCheck, awakeMs: number): boolean {
  const before = runtime.check
  runtime.calendar = createCalendar(check.maintenance)
  runtime.check = check
  if (check.everyMs !== before.everyMs) runtime.seenMs = awakeMs
  return targetOf(check) !== targetOf(before)
}
