import { locationSubjectId, type MonitorPart } from '../../core/subject-id.js'
import type { Clock } from '../../core/time/clock.js'
import type { MonitorContext } from '../context.js'
import type { Findings } from '../incidents/build-findings.js'
import type { IncidentTracker } from '../incidents/incident-tracker.js'
import { listed } from '../text/listed.js'
import { joinTransitions, type Transition } from '../transition.js'

/** An agent that says nothing for so long is lost, milliseconds: three heartbeats. */
const LOST_MS = 30_000

interface Heard {
  /** Monotonic milliseconds. */
  readonly ms: number
  readonly isIsolated: boolean
}

/** Notices agents that no longer report, and those that say they are isolated: an incident of their location each. */
export class AgentWatch {
  readonly #clock: Clock
  readonly #tracker: IncidentTracker
  readonly #heard = new Map<string, Heard>()

  constructor(clock: Clock, tracker: IncidentTracker) {
    this.#clock = clock
    this.#tracker = tracker
  }

  /** The location has an agent, which is to be heard from now on. */
  expect(location: string): void {
    if (!this.#heard.has(location)) this.note(location, false)
  }

  /** @returns whether that is news: it was lost, or was isolated and is not, or the other way round */
  note(location: string, isIsolated: boolean): boolean {
    const before = this.#heard.get(location)
    const wasLost = before !== undefined && this.#isLost(location)
    this.#heard.set(location, { ms: this.#clock.monotonicMs(), isIsolated })
    return wasLost || (before?.isIsolated ?? false) !== isIsolated
  }

  /** To be called now and then. @param locations those that the config names */
  review(locations: readonly string[], context: MonitorContext): Transition {
    const known = locations.filter((each) => this.#heard.has(each))
    for (const each of this.#heard.keys()) if (!locations.includes(each)) this.#heard.delete(each)
    const lost = known.filter((each) => this.#isLost(each))
    // Where most are gone at once, what they have in common is this hub.
    const isCutOff = lost.length > 1 && lost.length > known.length / 2
    return joinTransitions(
      this.#forgetOthers(locations, context),
      this.#reviewHub(isCutOff ? lost : [], context),
      ...known.map((each) => this.#reviewLocation(each, lost.includes(each), isCutOff, context)),
    )
  }

  /** Closes what is open of locations that the config no longer names. */
  #forgetOthers(locations: readonly string[], context: MonitorContext): Transition {
    const { subjects, location: here } = context
    const gone = subjects
      .open()
      .filter((each) => each.subject === 'location' && each.location === here)
      .filter(({ subjectId }) => subjectId !== here && !subjectId.startsWith(`${here}:`))
      .filter(({ subjectId }) => !locations.includes(subjectId))
    return joinTransitions(...gone.map((each) => this.#tracker.close(each, 'removed', context)))
  }

  #isLost(location: string): boolean {
    const { ms = 0 } = this.#heard.get(location) ?? {}
    return this.#clock.monotonicMs() - ms > LOST_MS
  }

  #reviewHub(lost: readonly string[], context: MonitorContext): Transition {
    const tracked = context.subjects.get(
      'monitor',
      'agents' satisfies MonitorPart,
      context.location,
    )
    if (lost.length === 0) return this.#tracker.close(tracked, 'up', context)
    const error = `This hub is cut off from its agents: ${listed(lost)} do not report`
    const findings: Findings = { verdict: 'unknown', severity: 'critical', error }
    return this.#tracker.report(tracked, findings, context.now, context)
  }

  #reviewLocation(
    location: string,
    isLost: boolean,
    isCutOff: boolean,
    context: MonitorContext,
  ): Transition {
    const tracked = context.subjects.get('location', locationSubjectId(location), context.location)
    const error = isLost
      ? `The agent at ${location} does not report`
      : this.#heard.get(location)?.isIsolated
        ? `${location} is isolated: its agent reaches this hub, and nothing else`
        : undefined
    if (error === undefined) return this.#tracker.close(tracked, 'up', context)
    // One incident for all of them, and for those that go on when the hub is reached again.
    if (isCutOff && !tracked.incident) return {}
    const findings: Findings = { verdict: 'unknown', severity: 'warning', error }
    return this.#tracker.report(tracked, findings, context.now, context)
  }
}
