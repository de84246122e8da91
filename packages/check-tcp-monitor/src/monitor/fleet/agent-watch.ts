import { locationSubjectId, type MonitorPart } from '../../core/subject-id.js'
import { HeldTime } from '../../core/time/held-time.js'
import type { MonitorContext } from '../context.js'
import type { Findings } from '../incidents/build-findings.js'
import type { IncidentTracker } from '../incidents/incident-tracker.js'
import type { AwakeTime } from '../observe/awake-time.js'
import { listed } from '../text/listed.js'
import { joinTransitions, NO_TRANSITION, type Transition } from '../transition.js'

/** An agent that says nothing for so long is lost, milliseconds: three heartbeats. */
const LOST_MS = 30_000

/** After a start of the hub an agent may take as long: its longest wait between two tries, and the time of one. */
const FIRST_MS = 90_000

interface Heard {
  /** Milliseconds for which this process had been awake: while it stands still, nobody is heard. */
  readonly ms: number
  readonly isIsolated: boolean
  /** Since the hub was started. Until then nothing that the process before this one said of it is taken back. */
  readonly hasSpoken: boolean
}

/** Notices agents that no longer report, and those that say they are isolated: an incident of their location each. */
export class AgentWatch {
  readonly #awake: Pick<AwakeTime, 'ms'>
  readonly #tracker: IncidentTracker
  readonly #heard = new Map<string, Heard>()
  readonly #held = new HeldTime()
  #isBegun = false

  constructor(awake: Pick<AwakeTime, 'ms'>, tracker: IncidentTracker) {
    this.#awake = awake
    this.#tracker = tracker
  }

  /** From now on it is known which locations have an agent: these. */
  begin(locations: Iterable<string>): void {
    this.#isBegun = true
    for (const location of locations) this.expect(location)
  }

  /** The location has an agent, which is to be heard from now on. */
  expect(location: string): void {
    if (this.#heard.has(location)) return
    this.#heard.set(location, { ms: this.#awake.ms, isIsolated: false, hasSpoken: false })
  }

  /** @returns whether that is news: it was lost or not heard yet, or was isolated and is not, or the other way round */
  note(location: string, isIsolated: boolean): boolean {
    const before = this.#heard.get(location)
    const wasLost = before !== undefined && this.#isLost(before)
    this.#heard.set(location, { ms: this.#awake.ms, isIsolated, hasSpoken: true })
    return wasLost || !before?.hasSpoken || before.isIsolated !== isIsolated
  }

  /** No agent can be heard now, by no fault of theirs: the store of this hub refuses. Called again and again while that lasts. */
  hold(): void {
    this.#held.hold(this.#awake.ms)
  }

  /** The location has no agent any more. */
  forget(location: string): void {
    this.#heard.delete(location)
  }

  /** To be called now and then. @param locations those that the config names */
  review(locations: readonly string[], context: MonitorContext): Transition {
    if (!this.#isBegun) return NO_TRANSITION
    for (const each of this.#heard.keys()) if (!locations.includes(each)) this.forget(each)
    const known = [...this.#heard]
    const lost = known.filter(([, heard]) => this.#isLost(heard)).map(([location]) => location)
    // Where most are gone at once, what they have in common is this hub.
    const isCutOff = lost.length > 1 && lost.length > known.length / 2
    const isSure = known.every(([location, { hasSpoken }]) => hasSpoken || lost.includes(location))
    return joinTransitions(
      this.#forgetOthers(context),
      isCutOff || isSure ? this.#reviewHub(isCutOff ? lost : [], context) : NO_TRANSITION,
      ...known.map(([location, heard]) => this.#reviewLocation(location, heard, isCutOff, context)),
    )
  }

  /** Closes what is open of locations that have no agent any more, or that the config no longer names. */
  #forgetOthers(context: MonitorContext): Transition {
    const { subjects, location: here } = context
    const gone = subjects
      .open()
      .filter((each) => each.subject === 'location' && each.location === here)
      .filter(({ subjectId }) => subjectId !== here && !subjectId.startsWith(`${here}:`))
      .filter(({ subjectId }) => !this.#heard.has(subjectId))
    return joinTransitions(...gone.map((each) => this.#tracker.close(each, 'removed', context)))
  }

  #isLost({ ms, hasSpoken }: Heard): boolean {
    return this.#held.at(this.#awake.ms) - ms > (hasSpoken ? LOST_MS : FIRST_MS)
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
    heard: Heard,
    isCutOff: boolean,
    context: MonitorContext,
  ): Transition {
    const isLost = this.#isLost(heard)
    if (!isLost && !heard.hasSpoken) return NO_TRANSITION
    const tracked = context.subjects.get('location', locationSubjectId(location), context.location)
    const error = isLost
      ? `The agent at ${location} does not report`
      : heard.isIsolated
        ? `${location} is isolated: its agent reaches this hub, and nothing else`
        : undefined
    if (error === undefined) return this.#tracker.close(tracked, 'up', context)
    // One incident for all of them, and for those that go on when the hub is reached again.
    if (isCutOff && !tracked.incident) return NO_TRANSITION
    const findings: Findings = { verdict: 'unknown', severity: 'warning', error }
    return this.#tracker.report(tracked, findings, context.now, context)
  }
}
