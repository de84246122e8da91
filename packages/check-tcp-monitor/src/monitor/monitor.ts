import type { Router } from '../core/alert/router.js'
import type { MonitoredCheck } from '../core/config/check.js'
import type { MonitorConfig } from '../core/config/monitor-config.js'
import type { CheckStatus, MonitorFigures, StatusSource } from '../core/status.js'
import type { StoreError } from '../core/store/store-error.js'
import type { MonitorPart } from '../core/subject-id.js'
import type { Incident, IncidentNote } from '../core/wire/incident.js'
import type { Observation } from '../core/wire/observation.js'
import type { OneOffMaintenance, Silence } from '../core/wire/planned-window.js'
import { forgetChecks, recallState, type Trackers, takeConfig } from './adopt-config.js'
import { LocationTracker } from './connectivity/location-tracker.js'
import { EventLog } from './event-log.js'
import { IncidentEvidence } from './evidence/incident-evidence.js'
import type { AskedLook } from './evidence/look.js'
import type { AgentNews } from './fleet/agent-news.js'
import { AgentWatch } from './fleet/agent-watch.js'
import { CoverageWatch } from './fleet/coverage-watch.js'
import type { Findings } from './incidents/build-findings.js'
import {
  addNote,
  ClosedIncidentNotes,
  type NotesChange,
  removeNote,
} from './incidents/incident-notes.js'
import { IncidentTracker } from './incidents/incident-tracker.js'
import { Journal, SYNC_MS } from './journal.js'
import { MonitorLog } from './monitor-log.js'
import { MonitorLoop } from './monitor-loop.js'
import type { MonitorOptions } from './monitor-options.js'
import { MonitorState } from './monitor-state.js'
import { Measurer } from './observe/measurer.js'
import { noteGap } from './observe/note-gap.js'
import { OverdueWatch } from './observe/overdue-watch.js'
import { StallWatch } from './observe/stall-watch.js'
import { Pipeline } from './pipeline.js'
import { MonitorStatus } from './status/monitor-status.js'
import { planMaintenance, planSilence } from './suppress/plan-window.js'
import { NO_TRANSITION } from './transition.js'

/**
 * Keeps checking, remembers, and notifies people once, correctly, when something is not as it should be. It strings the
 * stages together: none of them knows it.
 */
export class Monitor implements StatusSource {
  readonly events: EventLog
  /** Which agents report, where the checks have locations. */
  readonly agents: AgentWatch
  readonly #options: MonitorOptions
  readonly #state: MonitorState
  readonly #trackers: Trackers
  readonly #journal: Journal
  readonly #status: MonitorStatus
  readonly #loop: MonitorLoop
  readonly #closedNotes: ClosedIncidentNotes
  readonly #evidence: IncidentEvidence | undefined
  readonly #ending = new AbortController()

  constructor(options: MonitorOptions) {
    const { clock, config, random, store, checker, baselines } = options
    const state = new MonitorState(options)
    const log = new MonitorLog(options.log)
    const events = new EventLog(state.configLoadedAt.toString(36))
    const tracker = new IncidentTracker(state.subjects, random)
    const location = new LocationTracker(tracker, random)
    const overdue = new OverdueWatch(state.checks, state.awake)
    const journal = new Journal({
      ...{ store, clock },
      syncMs: () => state.config.syncMs ?? SYNC_MS,
      onOutbox: () => options.onOutbox?.(),
      onProblem: (error) => {
        // Another hub leads by now, and this one is about to stand by.
        if (error?.code === 'STORE_FENCED') return
        options.onStore?.(error?.message)
        log.noteStore(error)
      },
    })
    const measurer = new Measurer({
      ...{ clock, checker, baselines, location: config.location },
      stalls: new StallWatch(clock, (ms) => noteGap(ms, { clock, events, log })),
      connectivity: state.rounds,
      signal: this.#ending.signal,
    })
    const agents = new AgentWatch(state.awake, tracker)
    const coverage = new CoverageWatch(tracker)
    const pipeline = new Pipeline(state, {
      ...{ measurer, location, tracker, overdue, agents, coverage },
    })
    const loop = new MonitorLoop({
      clock,
      state,
      pipeline,
      sink: journal,
      events,
      log,
      votes: options.votes,
      onDown: (id) => this.#evidence?.noteDown(id),
    })
    this.#evidence =
      options.lookAt &&
      new IncidentEvidence({
        ...{ clock, state, lookAt: options.lookAt },
        commit: (transition) => loop.commitDurably(transition),
        onSettled: () => options.onEvidence?.(),
      })
    this.#options = options
    this.#state = state
    this.#trackers = { tracker, location }
    this.agents = agents
    this.#journal = journal
    this.#loop = loop
    this.events = events
    this.#closedNotes = new ClosedIncidentNotes({
      queries: store.queries,
      commitDurably: (transition) => loop.commitDurably(transition),
    })
    this.#status = new MonitorStatus(state, { scheduler: loop, journal, overdue })
  }

  get config(): MonitorConfig {
    return this.#state.config
  }

  /** Goes on where the process before this one stopped. */
  async start(): Promise<void> {
    const remembered = await this.#options.store.queries.remembered()
    this.#loop.commit(recallState(remembered, this.#state, this.#trackers))
    this.#loop.start()
  }

  /** Takes the checks under way back, and resolves when everything is on disk. */
  async stop(): Promise<void> {
    this.#ending.abort()
    await this.#evidence?.stop()
    await this.#loop.stop()
    await this.#journal.close()
  }

  /** Takes another config from now on. A check keeps its verdict and its history by its name. */
  reload(config: MonitorConfig, router: Router): void {
    this.#loop.commit(forgetChecks(config, this.#state, this.#trackers))
    this.#loop.commit(takeConfig(config, router, this.#state, this.#trackers))
    this.#loop.reschedule()
  }

  /** Notes why a newer config was not taken; the one that runs goes on. */
  noteReloadProblem(problem: string): void {
    this.#state.reloadProblem = problem
    this.#state.reloadFailedAt = this.#options.clock.wallMs()
  }

  statuses(): readonly CheckStatus[] {
    return this.#status.statuses()
  }

  statusOf(id: string): CheckStatus | undefined {
    return this.#status.statusOf(id)
  }

  openIncidents(): readonly Incident[] {
    return this.#status.openIncidents()
  }

  figures(): MonitorFigures {
    return this.#status.figures()
  }

  /** Takes what an agent says, whether or not its results can be stored. */
  noteReport(report: AgentNews): void {
    this.#loop.noteReport(report)
  }

  /** Takes what agents found, once it is stored. */
  noteResults(observations: readonly Observation[]): void {
    this.#loop.noteResults(observations)
  }

  /** A check of the config as it runs now. */
  checkOf(id: string): MonitoredCheck | undefined {
    return this.#state.checks.get(id)?.check
  }

  /** Since when a check looks at its target, wall milliseconds; 0 where it has never had another. */
  targetSinceOf(id: string): number {
    return this.#state.checks.get(id)?.targetSince ?? 0
  }

  /** Checks at once, beside the schedule. Resolves when the observation is on disk. */
  async runNow(id: string): Promise<Observation | undefined> {
    const observation = await this.#loop.check(id, 0)
    if (observation) await this.#journal.addDurably({})
    return observation
  }

  /** Whether the first notice of an incident is to wait for a look at its target. */
  isEvidenceAwaited(incidentId: string): boolean {
    return this.#evidence?.isAwaited(incidentId) ?? false
  }

  /**
   * Looks at the target of a check now, beside its checks; what is found is kept with its open incident.
   *
   * @param location one of the check's @default where it is down
   * @returns undefined where nobody can look, or there is no such check
   */
  async explain(id: string, location?: string): Promise<AskedLook | undefined> {
    return await this.#evidence?.ask(id, location)
  }

  /** Has a check made at once, as one of its turns; one that there is not is left alone. */
  checkSoon(id: string): void {
    this.#loop.commit({ followUps: [{ kind: 'check', id, afterMs: 0 }] })
  }

  /** @returns undefined where no open incident has this id */
  async acknowledge(incidentId: string, by: string, note?: string): Promise<Incident | undefined> {
    const { subjects, context } = this.#state
    const tracked = subjects.byIncident(incidentId)
    if (!tracked) return undefined
    const transition = this.#trackers.tracker.acknowledge(tracked, { by, note }, context)
    const { incident } = tracked
    await this.#loop.commitDurably(transition)
    return incident
  }

  /** Adds what somebody wrote to an incident, open or closed. @returns undefined where no incident has this id */
  note(incidentId: string, written: Omit<IncidentNote, 'at'>): Promise<Incident | undefined> {
    const at = Math.floor(this.#state.context.now)
    return this.#changeNotes(incidentId, addNote({ at, ...written }))
  }

  /** Takes a note back. @returns undefined where no incident has this id and a note of that time */
  removeNote(incidentId: string, at: number): Promise<Incident | undefined> {
    return this.#changeNotes(incidentId, removeNote(at))
  }

  async #changeNotes(incidentId: string, change: NotesChange): Promise<Incident | undefined> {
    const { subjects, context } = this.#state
    const tracked = subjects.byIncident(incidentId)
    if (!tracked) return this.#closedNotes.change(incidentId, change, context.now)
    const transition = this.#trackers.tracker.changeNotes(tracked, change, context)
    if (transition === NO_TRANSITION) return undefined
    const { incident } = tracked
    await this.#loop.commitDurably(transition)
    return incident
  }

  /** No alerts are sent for what it matches until it ends. Replaces one of the same id. */
  silence(silence: Silence): Promise<void> {
    return this.#loop.commitDurably(planSilence(silence, this.#state.context))
  }

  silences(): readonly Silence[] {
    return this.#state.silences.at(this.#options.clock.wallMs())
  }

  /** Maintenance that comes once, beside the windows of the config. Replaces one of the same id. */
  planMaintenance(planned: OneOffMaintenance): Promise<void> {
    return this.#loop.commitDurably(planMaintenance(planned, this.#state.context))
  }

  /** What is planned once and not over, the earliest first. */
  plannedMaintenance(): readonly OneOffMaintenance[] {
    return this.#state.maintenance.from(this.#options.clock.wallMs())
  }

  /** Opens or ends an incident of the monitor itself, such as of a channel that does not deliver. */
  reportPart(part: MonitorPart, findings: Findings | undefined): void {
    const { subjects, context } = this.#state
    const tracked = subjects.get('monitor', part, context.location)
    this.#loop.commit(
      findings
        ? this.#trackers.tracker.report(tracked, findings, context.now, context)
        : this.#trackers.tracker.close(tracked, 'up', context),
    )
  }

  /** What agents send cannot be stored; or, with undefined, can be again. */
  noteStore(problem: StoreError | undefined): void {
    this.#journal.noteOther(problem)
  }

  /** Writes nothing, or what waits, at once, so that it is known whether the history can be written. */
  async probeStore(): Promise<void> {
    this.#journal.retryNow()
    // Why not is told where every failure of the store is.
    await this.#journal.addDurably({}).catch(() => {})
  }
}
