import { isDeepStrictEqual } from 'node:util'
import type { Notice, NoticeKind } from '../../core/alert/notice.js'
import type { NewOutboxEntry } from '../../core/alert/outbox.js'
import type { Router } from '../../core/alert/router.js'
import type { Clock, Random } from '../../core/time/clock.js'
import type { Incident, IncidentSubject } from '../../core/wire/incident.js'
import { judgeTelling, type TellingFacts } from '../../verdict/notification-decision.js'
import type { EventLog } from '../event-log.js'
import type { Journal } from '../journal.js'
import { NOBODY_TOLD, type Telling } from './notification-state.js'
import { incidentIdOf, type Matter, newMatter, tellingSubjectOf } from './tracked-subject.js'

/** What an incident says, besides its times and its identity. */
export type Findings = Pick<Incident, 'verdict' | 'severity'> &
  Partial<Pick<Incident, 'failure' | 'fault' | 'error' | 'code'>>

export interface MattersOptions {
  readonly clock: Clock
  readonly random: Random
  readonly journal: Pick<Journal, 'add'>
  readonly events: EventLog
  readonly router: () => Router
  /** What is known of a matter now, for whether to tell of it. */
  readonly facts: (matter: Matter) => Omit<TellingFacts, 'told' | 'open'>
  /** What a notice of it says besides the incident. */
  readonly describe: (matter: Matter) => Omit<Notice, 'kind' | 'at' | 'incident'>
}

/** Keeps the incidents of all matters, and sees to it that people are told of them once, and of their end. */
export class Matters {
  readonly #options: MattersOptions
  readonly #matters = new Map<string, Matter>()
  /** Open, and nobody told yet: held back, or nobody is there. Looked at again whenever something changes. */
  readonly #held = new Set<Matter>()
  /** Open and told. */
  readonly #told = new Set<Matter>()

  constructor(options: MattersOptions) {
    this.#options = options
  }

  get(subject: IncidentSubject, subjectId: string): Matter {
    const key = keyOf({ subject, subjectId })
    let matter = this.#matters.get(key)
    if (!matter) {
      matter = newMatter(subject, subjectId)
      this.#matters.set(key, matter)
    }
    return matter
  }

  byIncident(id: string): Matter | undefined {
    for (const matter of this.#matters.values()) if (matter.incident?.id === id) return matter
    return undefined
  }

  open(): Matter[] {
    return [...this.#matters.values()].filter(({ incident }) => incident)
  }

  /** Takes up what the store remembers: nobody is told again of what was told before. */
  recall(incidents: readonly Incident[], states: ReadonlyMap<string, unknown>): void {
    for (const incident of incidents) {
      const matter = this.get(incident.subject, incident.subjectId)
      matter.incident = incident
      matter.telling = (states.get(tellingSubjectOf(matter)) as Telling | undefined) ?? NOBODY_TOLD
      if (matter.telling.told) this.#told.add(matter)
      else this.#held.add(matter)
    }
  }

  /** Begins an incident, or says of the open one what is found now. */
  report(matter: Matter, findings: Findings, since: number): void {
    const before = matter.incident
    if (!before) {
      this.#begin(matter, findings, since)
      return
    }
    this.#countAffected(matter)
    const incident = { ...withoutFindings(before), ...findings }
    if (isDeepStrictEqual(incident, before)) return
    matter.incident = incident
    const outbox = this.#isUnsaid(matter, incident) ? this.#tellChange(matter, incident) : []
    this.#write(matter, incident, outbox)
  }

  /** Ends the open incident, if there is one. */
  close(matter: Matter, because: string): void {
    const before = matter.incident
    if (!before) return
    const at = this.#options.clock.wallMs()
    this.#countAffected(matter)
    const incident = { ...before, closedAt: Math.max(at, before.openedAt), closedBecause: because }
    const outbox = matter.telling.told ? this.#plan(matter, incident, 'resolved') : []
    matter.incident = undefined
    matter.telling = NOBODY_TOLD
    this.#held.delete(matter)
    this.#told.delete(matter)
    // A check that is still there keeps its matter; nothing else will be asked for by this one.
    if (matter.subject !== 'check' || because === 'removed') this.#matters.delete(keyOf(matter))
    this.#write(matter, incident, outbox)
  }

  acknowledge(matter: Matter, by: string, note: string | undefined): Incident | undefined {
    if (!matter.incident) return undefined
    const at = this.#options.clock.wallMs()
    const acknowledged = { at, by, ...(note === undefined ? {} : { note }) }
    matter.incident = { ...matter.incident, acknowledged }
    this.#write(matter, matter.incident, [])
    return matter.incident
  }

  /** Tells what was held back and no longer is, and reminds where that is due. To be called when facts change. */
  review(): void {
    for (const matter of [...this.#held]) this.#tellHeld(matter)
    for (const matter of [...this.#told]) this.#followUp(matter)
  }

  #begin(matter: Matter, findings: Findings, since: number): void {
    const { clock, random } = this.#options
    const openedAt = Math.floor(clock.wallMs())
    const id = incidentIdOf(matter.subjectId, openedAt, random)
    const { subject, subjectId } = matter
    const incident: Incident = { id, subject, subjectId, ...findings, since, openedAt }
    matter.incident = incident
    matter.telling = NOBODY_TOLD
    this.#countAffected(matter)
    const tells = this.#judge(matter) === 'tell'
    // What nobody wants to be told of now may be wanted after a change of the config.
    if (!tells) this.#held.add(matter)
    const outbox = tells ? this.#tell(matter, incident) : []
    this.#write(matter, incident, outbox)
  }

  #tellHeld(matter: Matter): void {
    const { incident } = matter
    if (!incident || matter.telling.told) {
      this.#held.delete(matter)
      return
    }
    if (this.#judge(matter) !== 'tell') return
    const { said } = matter.telling
    const entries = this.#tell(matter, incident)
    const isNew = entries.length > 0 || matter.telling.said !== said
    if (isNew) this.#keep(matter, incident, entries)
  }

  /** Where nobody is there to be told, it is held: the next config may have somebody. */
  #tell(matter: Matter, incident: Incident): readonly NewOutboxEntry[] {
    const entries = this.#plan(matter, incident, 'opened')
    const told = entries.length > 0
    matter.telling = { ...matter.telling, told, said: incident.verdict }
    if (told) {
      this.#held.delete(matter)
      this.#told.add(matter)
    } else this.#held.add(matter)
    return entries
  }

  /** What it has become is not what was last said of it. */
  #isUnsaid({ telling }: Matter, { verdict }: Incident): boolean {
    return telling.told && telling.said !== undefined && telling.said !== verdict
  }

  #tellChange(matter: Matter, incident: Incident): readonly NewOutboxEntry[] {
    if (this.#judge(matter) !== 'tell') return []
    const entries = this.#plan(matter, incident, 'changed')
    matter.telling = { ...matter.telling, said: incident.verdict }
    return entries
  }

  /** Says what could not be said while it was held back, and reminds where that is due. */
  #followUp(matter: Matter): void {
    const { incident } = matter
    if (!incident) return
    if (this.#isUnsaid(matter, incident)) {
      const entries = this.#tellChange(matter, incident)
      if (matter.telling.said === incident.verdict) this.#keep(matter, incident, entries)
      return
    }
    if (incident.acknowledged || this.#judge(matter) !== 'tell') return
    const entries = this.#plan(matter, incident, 'reminder')
    if (entries.length > 0) this.#keep(matter, incident, entries)
  }

  #judge(matter: Matter): 'tell' | 'hold' | 'drop' {
    const { facts, router } = this.#options
    const known = {
      ...facts(matter),
      told: matter.telling.told,
      open: matter.incident !== undefined,
    }
    const judged = judgeTelling(known)
    if (judged !== 'tell' || !matter.incident || known.told) return judged
    const notice = this.#notice(matter, matter.incident, 'opened')
    return router().isInhibited(notice, this.#saidBut(matter)) ? 'hold' : 'tell'
  }

  /** What is open and said besides, if only to nobody; written one by one, since mostly nobody asks. */
  *#saidBut(matter: Matter): Generator<Notice> {
    for (const each of [...this.#told, ...this.#held]) {
      if (each === matter || !each.incident || each.telling.said === undefined) continue
      yield this.#notice(each, each.incident, 'opened')
    }
  }

  #plan(matter: Matter, incident: Incident, kind: NoticeKind): readonly NewOutboxEntry[] {
    const notice = this.#notice(matter, incident, kind)
    const { entries, toldAt } = this.#options.router().plan(notice, matter.telling.toldAt)
    matter.telling = { ...matter.telling, toldAt }
    return entries
  }

  #notice(matter: Matter, incident: Incident, kind: NoticeKind): Notice {
    const { clock, describe } = this.#options
    const { affected } = matter.telling
    const covers = kind === 'resolved' && affected !== undefined ? { covers: affected } : {}
    return { kind, at: clock.wallMs(), incident, ...describe(matter), ...covers }
  }

  /** When a location sees again, some of its checks know more already, so the most of them are remembered. */
  #countAffected(matter: Matter): void {
    if (matter.subject !== 'location') return
    const { covers = 0 } = this.#options.describe(matter)
    const { affected = 0 } = matter.telling
    if (covers > affected) matter.telling = { ...matter.telling, affected: covers }
  }

  /** Writes what became of an incident, and lets everybody know who listens. */
  #write(matter: Matter, incident: Incident, outbox: readonly NewOutboxEntry[]): void {
    this.#keep(matter, incident, outbox)
    const { events, clock } = this.#options
    events.append('incident', clock.wallMs(), incident)
  }

  #keep(matter: Matter, incident: Incident, outbox: readonly NewOutboxEntry[]): void {
    const telling = incident.closedAt === undefined ? matter.telling : undefined
    const state = { subject: tellingSubjectOf(matter), state: telling }
    this.#options.journal.add({ state, incident, outbox })
  }
}

/** What the observation said that decided before; another one may say nothing of it. */
function withoutFindings({ failure, fault, error, code, ...rest }: Incident) {
  return rest
}

function keyOf({ subject, subjectId }: Pick<Matter, 'subject' | 'subjectId'>): string {
  return `${subject}:${subjectId}`
}
