import { isDeepStrictEqual } from 'node:util'
import type { NewOutboxEntry } from '../../core/alert/outbox.js'
import { NOT_NOTIFIED } from '../../core/notification-state.js'
import { stateKeyText } from '../../core/store/state-key.js'
import { notificationKey, readNotificationState } from '../../core/stored-notification.js'
import type { Random } from '../../core/time/clock.js'
import type { Incident } from '../../core/wire/incident.js'
import type { NewIncidentEntry } from '../../core/wire/incident-entry.js'
import type { MonitorContext } from '../context.js'
import { joinTransitions, NO_TRANSITION, type Transition } from '../transition.js'
import { announceAgain, announceClosed, announceOpened, isUnannounced } from './announce.js'
import type { Findings } from './build-findings.js'
import { countSuppressed } from './build-notice.js'
import {
  acknowledgedEntry,
  isOther,
  queuedEntries,
  stateEntry,
  suppressedEntry,
} from './incident-entries.js'
import { buildIncidentId } from './incident-id.js'
import type { NotesChange } from './incident-notes.js'
import type { TrackedSubject } from './tracked-subject.js'
import type { TrackedSubjects } from './tracked-subjects.js'

/** What is written beside an incident. */
interface Written {
  readonly outbox: readonly NewOutboxEntry[]
  readonly entries?: readonly NewIncidentEntry[]
}

/**
 * Opens, changes and closes the incidents of all subjects, and makes sure that people are notified of them once, and of
 * their end. What it comes to is returned, to be committed.
 */
export class IncidentTracker {
  readonly #subjects: TrackedSubjects
  readonly #random: Random

  constructor(subjects: TrackedSubjects, random: Random) {
    this.#subjects = subjects
    this.#random = random
  }

  /**
   * Takes up what the store remembers: nobody is notified again of what somebody was notified of before.
   *
   * @param states by `stateKeyText`
   */
  recall(incidents: readonly Incident[], states: ReadonlyMap<string, unknown>): void {
    for (const incident of incidents) {
      const { subject, subjectId, location } = incident
      const tracked = this.#subjects.get(subject, subjectId, location)
      tracked.incident = incident
      tracked.notification = readNotificationState(
        states.get(stateKeyText(notificationKey(tracked))),
      )
      this.#subjects.note(tracked)
    }
  }

  /** Opens an incident, or says of the open one what is found now. */
  report(
    tracked: TrackedSubject,
    findings: Findings,
    since: number,
    context: MonitorContext,
  ): Transition {
    const before = tracked.incident
    if (!before) return this.#open(tracked, findings, since, context)
    noteSuppressed(tracked, context)
    const incident = { ...withoutFindings(before), ...findings }
    if (isDeepStrictEqual(incident, before)) return NO_TRANSITION
    tracked.incident = incident
    const outbox = isUnannounced(tracked, incident) ? this.#again(tracked, incident, context) : []
    const entries = isOther(before, incident) ? [stateEntry('changed', incident, context.now)] : []
    return changed(tracked, incident, { outbox: outbox ?? [], entries }, context)
  }

  /** Closes the open incident, if there is one. */
  close(tracked: TrackedSubject, because: 'up' | 'removed', context: MonitorContext): Transition {
    const before = tracked.incident
    if (!before) return NO_TRANSITION
    noteSuppressed(tracked, context)
    const closedAt = Math.max(context.now, before.openedAt)
    const incident = { ...before, closedAt, closedBecause: because }
    const outbox = announceClosed(tracked, incident, context)
    tracked.incident = undefined
    tracked.notification = NOT_NOTIFIED
    // A check that is still there keeps its subject; nothing else will be asked for by this one.
    this.#subjects.noteClosed(tracked, tracked.subject !== 'check' || because === 'removed')
    return changed(tracked, incident, { outbox }, context)
  }

  acknowledge(
    tracked: TrackedSubject,
    { by, note }: { readonly by: string; readonly note: string | undefined },
    context: MonitorContext,
  ): Transition {
    if (!tracked.incident) return NO_TRANSITION
    const acknowledged = { at: context.now, by, ...(note === undefined ? {} : { note }) }
    tracked.incident = { ...tracked.incident, acknowledged }
    const entries = acknowledgedEntry(tracked.incident)
    return changed(tracked, tracked.incident, { outbox: [], entries }, context)
  }

  /** Changes what people wrote about the open incident. */
  changeNotes(tracked: TrackedSubject, change: NotesChange, context: MonitorContext): Transition {
    const incident = tracked.incident && change(tracked.incident)
    if (!incident) return NO_TRANSITION
    tracked.incident = incident
    return changed(tracked, incident, { outbox: [] }, context)
  }

  /** Announces what was suppressed and no longer is, and reminds where that is due. */
  review(context: MonitorContext): Transition {
    const opened = this.#subjects.pending().map((each) => this.#reviewPending(each, context))
    const again = this.#subjects.notified().map((each) => this.#reviewNotified(each, context))
    return joinTransitions(...opened, ...again)
  }

  #open(
    tracked: TrackedSubject,
    findings: Findings,
    since: number,
    context: MonitorContext,
  ): Transition {
    const openedAt = Math.floor(context.now)
    const id = buildIncidentId(tracked.subjectId, openedAt, this.#random)
    const { subject, subjectId, location } = tracked
    const incident: Incident = { id, subject, subjectId, location, ...findings, since, openedAt }
    tracked.incident = incident
    tracked.notification = NOT_NOTIFIED
    noteSuppressed(tracked, context)
    const { outbox = [], entries = [] } = this.#opened(tracked, incident, context) ?? {}
    const opened = stateEntry('opened', incident, context.now)
    return changed(tracked, incident, { outbox, entries: [opened, ...entries] }, context)
  }

  #reviewPending(tracked: TrackedSubject, context: MonitorContext): Transition {
    const { incident, notification } = tracked
    if (!incident) return NO_TRANSITION
    const opened = this.#opened(tracked, incident, context)
    if (!opened) return NO_TRANSITION
    const isNew =
      opened.outbox.length > 0 ||
      tracked.notification.suppressedBy !== notification.suppressedBy ||
      tracked.notification.lastNotifiedVerdict !== notification.lastNotifiedVerdict
    return isNew ? kept(tracked, incident, opened, context) : NO_TRANSITION
  }

  #reviewNotified(tracked: TrackedSubject, context: MonitorContext): Transition {
    const { incident } = tracked
    const outbox = incident && this.#again(tracked, incident, context)
    return outbox ? kept(tracked, incident, { outbox }, context) : NO_TRANSITION
  }

  /** What nobody wants to be notified of now stays pending: it may be wanted after a change of the config. */
  #opened(
    tracked: TrackedSubject,
    incident: Incident,
    context: MonitorContext,
  ): Written | undefined {
    const announcement = announceOpened(tracked, incident, context)
    if (announcement && 'suppressedBy' in announcement) {
      const { suppressedBy } = announcement
      this.#subjects.note(tracked)
      if (tracked.notification.suppressedBy === suppressedBy) return undefined
      tracked.notification = { ...tracked.notification, suppressedBy }
      const { subject, subjectId } = tracked
      const runtime = subject === 'check' ? context.checks.get(subjectId) : undefined
      return { outbox: [], entries: [suppressedEntry(incident, suppressedBy, runtime, context)] }
    }
    if (announcement) tracked.notification = announcement.notification
    this.#subjects.note(tracked)
    return announcement && { outbox: announcement.outbox }
  }

  #again(
    tracked: TrackedSubject,
    incident: Incident,
    context: MonitorContext,
  ): readonly NewOutboxEntry[] | undefined {
    const announcement = announceAgain(tracked, incident, context)
    if (announcement) tracked.notification = announcement.notification
    return announcement?.outbox
  }
}

/** When a location is online again, some of its checks know more already, so the most of them are remembered. */
function noteSuppressed(tracked: TrackedSubject, context: MonitorContext): void {
  if (tracked.subject !== 'location') return
  const count = countSuppressed(tracked, context)
  const { suppressedCount = 0 } = tracked.notification
  if (count > suppressedCount) {
    tracked.notification = { ...tracked.notification, suppressedCount: count }
  }
}

/** What became of an incident, for the history and for everybody who watches. */
function changed(
  tracked: TrackedSubject,
  incident: Incident,
  written: Written,
  context: Pick<MonitorContext, 'now'>,
): Transition {
  const events = [{ type: 'incident' as const, at: context.now, data: incident }]
  return { ...kept(tracked, incident, written, context), events }
}

function kept(
  tracked: TrackedSubject,
  incident: Incident,
  { outbox, entries = [] }: Written,
  { now }: Pick<MonitorContext, 'now'>,
): Transition {
  const state = incident.closedAt === undefined ? tracked.notification : undefined
  return {
    states: [{ ...notificationKey(tracked), state }],
    incidents: [incident],
    entries: [...entries, ...queuedEntries(outbox, now)],
    outbox,
  }
}

/** What the observation said that decided before; another one may say nothing of it. */
function withoutFindings({ failure, fault, error, code, ...rest }: Incident) {
  return rest
}
