import { LOCATION_FAULTS, type LocationFault, locationSubjectId } from '../../core/subject-id.js'
import type { Random } from '../../core/time/clock.js'
import type { MonitorContext } from '../context.js'
import type { Findings } from '../incidents/build-findings.js'
import type { IncidentTracker } from '../incidents/incident-tracker.js'
import type { TrackedSubject } from '../incidents/tracked-subject.js'
import { type FollowUp, joinTransitions, NO_TRANSITION, type Transition } from '../transition.js'
import type { RoundAnswer } from './canary-rounds.js'
import { type FaultNote, LocationFaults } from './location-faults.js'
import { faultInWords, isolationInWords } from './location-words.js'

/** Once the location is online again, its checks are made again within this time. */
const RETURN_MS = 10_000

/** Between the first check that a fault keeps from knowing and what is done about it. */
const GATHER_MS = 1_000

/**
 * Keeps the location's own incidents: that it is isolated, that its name service does not answer, that its machine cannot
 * make checks. Each is announced once, and never for every target.
 */
export class LocationTracker {
  readonly #tracker: IncidentTracker
  readonly #random: Random
  readonly #faults = new LocationFaults()
  /** Faults of which it is seen first how many checks they concern, and whether they last. */
  readonly #gathering = new Set<LocationFault>()

  constructor(tracker: IncidentTracker, random: Random) {
    this.#tracker = tracker
    this.#random = random
  }

  /** Whether the process before this one left the location isolated. */
  isRecalledIsolated(context: MonitorContext): boolean {
    return this.#isolation(context).incident !== undefined
  }

  /** Notes what keeps a check from knowing, if anything does. */
  noteFault(id: string, note: FaultNote | undefined, context: MonitorContext): Transition {
    const ended = this.#faults.note(id, note)
    const closed = ended
      ? this.#tracker.close(this.#subjectOf(ended, context), 'up', context)
      : NO_TRANSITION
    const isNew = note && !this.#subjectOf(note.fault, context).incident
    return isNew ? joinTransitions(closed, this.#gather(note.fault, context)) : closed
  }

  /** What has gathered of a fault. A silent name service, or a way that is closed, may be isolation, so canaries are asked first. */
  gathered(fault: LocationFault, context: MonitorContext): Transition {
    this.#gathering.delete(fault)
    const fresh = this.#fresh(fault, context)
    if (fresh.length === 0 || context.connectivity.isIsolated) return NO_TRANSITION
    if (fresh.some(([, { mayBeIsolated }]) => mayBeIsolated)) {
      return { followUps: [{ kind: 'canary-round' }] }
    }
    return this.#openFault(fault, context)
  }

  /** The location is isolated from now on, or no longer: then its incident ends, and what is not up is checked again. */
  noteChange({ became }: RoundAnswer, context: MonitorContext): Transition {
    if (became !== 'online') return NO_TRANSITION
    const closed = this.#tracker.close(this.#isolation(context), 'up', context)
    const runs = context.checks.all().flatMap(({ check, state }): readonly FollowUp[] => {
      if (state.verdict === 'up') return []
      const afterMs = this.#random() * Math.min(check.everyMs, RETURN_MS)
      return [{ kind: 'check', id: check.id, afterMs }]
    })
    return joinTransitions({ followUps: [{ kind: 'review' }] }, closed, { followUps: runs })
  }

  /** What a round that was concluded says of the location itself. */
  conclude(answer: RoundAnswer, context: MonitorContext): Transition {
    const { result, isOpen } = answer
    const faults = isOpen ? [] : LOCATION_FAULTS.map((each) => this.#openFault(each, context))
    const opened = joinTransitions(...faults)
    if (!context.connectivity.isIsolated || result !== 'isolated') return opened
    const error = isolationInWords(answer, context.checks)
    const findings: Findings = { verdict: 'unknown', severity: 'critical', error }
    const tracked = this.#isolation(context)
    return joinTransitions(opened, this.#tracker.report(tracked, findings, context.now, context))
  }

  /**
   * Ends faults that the process before this one had and that are over, and looks into those that nobody was notified of
   * yet. To be called now and then.
   */
  review(context: MonitorContext): Transition {
    const isKnown = context.checks
      .all()
      .every(({ state, newest }) => state.verdict !== 'unknown' || newest)
    return joinTransitions(
      ...LOCATION_FAULTS.map((fault) => {
        const tracked = this.#subjectOf(fault, context)
        if (!this.#faults.isOver(fault)) {
          return tracked.incident ? this.#openFault(fault, context) : this.#gather(fault, context)
        }
        return isKnown ? this.#tracker.close(tracked, 'up', context) : NO_TRANSITION
      }),
    )
  }

  #gather(fault: LocationFault, { connectivity }: MonitorContext): Transition {
    if (connectivity.isIsolated || this.#gathering.has(fault)) return NO_TRANSITION
    this.#gathering.add(fault)
    return { followUps: [{ kind: 'gather-fault', fault, afterMs: GATHER_MS }] }
  }

  #openFault(fault: LocationFault, context: MonitorContext): Transition {
    const fresh = this.#fresh(fault, context)
    if (fresh.length === 0) return NO_TRANSITION
    const error = faultInWords(fault, fresh)
    const findings: Findings = { verdict: 'unknown', severity: 'warning', fault, error }
    return this.#tracker.report(this.#subjectOf(fault, context), findings, context.now, context)
  }

  /** What was found before the location was online again may be over, so it counts for nothing. */
  #fresh(fault: LocationFault, { connectivity }: MonitorContext) {
    return this.#faults.notesOf(fault, connectivity.onlineSince)
  }

  #isolation({ subjects, location }: MonitorContext): TrackedSubject {
    return subjects.get('location', locationSubjectId(location), location)
  }

  #subjectOf(fault: LocationFault, { subjects, location }: MonitorContext): TrackedSubject {
    return subjects.get('location', locationSubjectId(location, fault), location)
  }
}
