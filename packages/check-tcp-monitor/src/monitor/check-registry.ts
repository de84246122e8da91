import type { MonitoredCheck } from '../core/config/check.js'
import type { Clock } from '../core/time/clock.js'
import { forOtherTarget } from '../verdict/check-state.js'
import type { LocationWatch } from './connectivity/location-watch.js'
import type { Matters } from './incidents/incident-tracker.js'
import type { Matter } from './incidents/tracked-subject.js'
import type { Journal } from './journal.js'
import {
  type LiveCheck,
  newLiveCheck,
  recalled,
  storedState,
  subjectOf,
  targetOf,
} from './judge/check-runtime.js'
import type { AwakeTime } from './observe/overdue-watch.js'
import type { Family } from './suppress/dependencies.js'
import type { Outlook } from './suppress/suppression-context.js'

export interface RosterOptions {
  readonly clock: Clock
  readonly awake: AwakeTime
  /** By id; kept by the roster alone. */
  readonly lives: Map<string, LiveCheck>
  readonly matters: Matters
  readonly journal: Pick<Journal, 'add'>
  readonly location: LocationWatch
  readonly outlook: Outlook
  readonly family: Family
}

/** Takes up the checks of a config, with what is known of them from before, and forgets those that leave it. */
export class Roster {
  readonly #options: RosterOptions

  constructor(options: RosterOptions) {
    this.#options = options
  }

  /** @param known what the store remembers, by subject */
  takeUp(checks: readonly MonitoredCheck[], known: ReadonlyMap<string, unknown>): void {
    const { clock, awake, lives, matters, outlook, family } = this.#options
    const now = { wallMs: clock.wallMs(), awakeMs: awake.ms }
    for (const check of checks) {
      const live = lives.get(check.id)
      if (live) this.#retarget(live, check)
      else {
        const matter = matters.get('check', check.id)
        const before = recalled(check, known.get(subjectOf(check)), now.wallMs)
        lives.set(check.id, newLiveCheck(check, matter, before, now))
      }
      outlook.learn(check)
    }
    family.learn(lives.values())
  }

  /**
   * Takes an open incident for what is known of a check of which nothing else is known, as after a restore: it goes on
   * until the target is seen to be up.
   */
  takeUpIncidents(): void {
    const { clock, lives } = this.#options
    for (const live of lives.values()) {
      const { incident } = live.matter
      if (!incident || live.state.incident !== 'none') continue
      const known = incident.verdict === 'down' ? 'down' : 'degraded'
      live.state = forOtherTarget({ ...live.state, incident: known }, clock.wallMs())
    }
  }

  /** Forgets what the process before this one left of checks that the config no longer has. */
  forgetOthers(known: ReadonlyMap<string, unknown>): void {
    const { lives, matters, journal } = this.#options
    for (const matter of matters.open()) {
      if (matter.subject !== 'check' || lives.has(matter.subjectId)) continue
      this.forget(matter.subjectId, matter)
    }
    for (const subject of known.keys()) {
      if (!subject.startsWith('check:') || lives.has(subject.slice('check:'.length))) continue
      journal.add({ state: { subject, state: undefined } })
    }
  }

  forget(id: string, matter: Matter): void {
    const { lives, matters, journal, location, outlook } = this.#options
    matters.close(matter, 'removed')
    lives.delete(id)
    outlook.forget(id)
    location.noteTrouble(id, undefined)
    journal.add({ state: { subject: subjectOf({ id }), state: undefined } })
  }

  /** A check of the same name, perhaps of another target. */
  #retarget(live: LiveCheck, check: MonitoredCheck): void {
    const { clock, awake, journal, location } = this.#options
    const before = live.check
    live.check = check
    if (check.everyMs !== before.everyMs) live.seenMs = awake.ms
    if (targetOf(check) === targetOf(before)) return
    live.targetSince = clock.wallMs()
    live.state = forOtherTarget(live.state, live.targetSince)
    live.newest = undefined
    live.heard = undefined
    live.addresses = []
    live.answeredMs = undefined
    live.advice = undefined
    live.tls = undefined
    live.concern = undefined
    location.noteTrouble(check.id, undefined)
    journal.add({ state: storedState(live) })
  }
}
