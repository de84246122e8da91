import type { Checker } from 'check-tcp'
import type { Router } from '../core/alert/router.js'
import type { MonitorConfig } from '../core/config/monitor-config.js'
import type { Baselines } from '../core/response-time/baseline.js'
import type { OneOffMaintenance, Silence, Store, StoreError } from '../core/store.js'
import type { Clock, Random } from '../core/time/clock.js'
import { outcomeCountsAs } from '../core/time/counts-as.js'
import type { Incident } from '../core/wire/incident.js'
import type { Observation } from '../core/wire/observation.js'
import type { Outcome } from '../core/wire/outcome.js'
import { Scheduler } from '../schedule/scheduler.js'
import { type Step, step } from '../verdict/step.js'
import { timeCountsAs } from '../verdict/time-counts-as.js'
import { Roster } from './check-registry.js'
import { LocationWatch } from './connectivity/location-watch.js'
import { noteOf } from './connectivity/read-location-fault.js'
import { EventLog } from './event-log.js'
import { findingsOf } from './incidents/build-findings.js'
import { type Findings, Matters } from './incidents/incident-tracker.js'
import { Journal } from './journal.js'
import { isWorthStoring, type LiveCheck, storedState, targetOf } from './judge/check-runtime.js'
import { type Measurement, Measurer } from './observe/measurer.js'
import { AwakeTime, isOverdue, OverdueWatch } from './observe/overdue-watch.js'
import { StallWatch } from './observe/stall-watch.js'
import type { CheckStatus, MonitorFigures } from './status.js'
import { Family } from './suppress/dependencies.js'
import { PlannedWindows } from './suppress/planned-windows.js'
import { Outlook } from './suppress/suppression-context.js'

export interface MonitorOptions {
  readonly config: MonitorConfig
  readonly router: Router
  readonly clock: Clock
  readonly random: Random
  readonly checker: Pick<Checker, 'check'>
  readonly store: Store
  readonly baselines: Baselines
  /** Called when notices stand in the outbox. */
  readonly onOutbox?: () => void
  /** Called when the history cannot be written, each time again, and with undefined when it can be again. */
  readonly onStore?: (problem: string | undefined) => void
  /** Tells of what people who run the monitor want to read. */
  readonly log?: (level: 'info' | 'warn' | 'error', message: string, data?: object) => void
}

/** How often held-back notices, reminders and overdue checks are looked at. */
const TICK_MS = 10_000

/** Events of many checks at once are reviewed once. */
const REVIEW_MS = 50

/**
 * Keeps checking, remembers, and tells people once, correctly, when something is not as it should be. The one place
 * where scheduler, checks, verdicts, incidents and store meet.
 */
export class Monitor {
  readonly #options: MonitorOptions
  readonly events: EventLog
  readonly #lives = new Map<string, LiveCheck>()
  readonly #scheduler: Scheduler
  readonly #journal: Journal
  /** Why the history cannot be written, as the log has it already. */
  #storeProblemSaid: string | undefined
  readonly #matters: Matters
  readonly #location: LocationWatch
  readonly #measurer: Measurer
  readonly #stalls: StallWatch
  readonly #family: Family
  readonly #awake: AwakeTime
  readonly #overdue: OverdueWatch
  readonly #silences = new PlannedWindows()
  readonly #maintenance = new PlannedWindows()
  readonly #outlook: Outlook
  readonly #roster: Roster
  readonly #ending = new AbortController()
  readonly #observations = { good: 0, slow: 0, bad: 0, unknown: 0 }
  #config: MonitorConfig
  #router: Router
  /** Counts what happens, so that it can be ordered without a clock. */
  #count = 0
  /** The count when the location was last found to be blind no longer. */
  #sightedAt = 0
  #cancelTick: (() => void) | undefined
  #reviewing = false
  #reloadProblem: string | undefined
  #loadedAt: number

  constructor(options: MonitorOptions) {
    const { clock, config, random, store } = options
    this.#options = options
    this.#config = config
    this.#router = options.router
    this.#loadedAt = clock.wallMs()
    this.#awake = new AwakeTime(clock, TICK_MS)
    this.events = new EventLog(this.#loadedAt.toString(36))
    this.#family = new Family((id) => this.#lives.get(id))
    this.#outlook = new Outlook({
      clock,
      location: config.location,
      lives: this.#lives,
      family: this.#family,
      silences: this.#silences,
      maintenance: this.#maintenance,
      baselines: options.baselines,
      sight: () => ({
        blind: this.#location.blind,
        matter: this.#location.sight,
        sightedAt: this.#sightedAt,
      }),
    })
    this.#overdue = new OverdueWatch({
      clock,
      awake: this.#awake,
      lives: this.#lives,
      report: (findings) => this.reportSelf('overdue', findings),
    })
    this.#stalls = new StallWatch(clock, (ms) => this.#noteGap(ms))
    this.#journal = new Journal({
      store,
      clock,
      onOutbox: () => options.onOutbox?.(),
      onProblem: (error) => this.#noteStoreProblem(error),
    })
    this.#scheduler = new Scheduler({
      clock,
      concurrency: config.concurrency,
      run: async (id, latenessMs) => {
        await this.#observe(id, latenessMs)
      },
      onError: (id, error) => this.#noteBroken(`check ${id}`, error),
    })
    this.#measurer = new Measurer({
      clock,
      checker: options.checker,
      location: config.location,
      baselines: options.baselines,
      stalls: this.#stalls,
      isBlind: () => this.#location.blind,
      signal: this.#ending.signal,
    })
    this.#matters = new Matters({
      clock,
      random,
      journal: this.#journal,
      events: this.events,
      router: () => this.#router,
      facts: (matter) => this.#outlook.factsOf(matter),
      describe: (matter) => this.#outlook.describe(matter),
    })
    this.#location = new LocationWatch({
      clock,
      random,
      location: config.location,
      matters: this.#matters,
      lives: this.#lives,
      observe: (id) => this.#observe(id, 0),
      apply: (live, event) => this.#apply(live, step(live.state, event, live.check)),
      runSoon: (id, afterMs) => this.#scheduler.runSoon(id, afterMs),
      onBlind: (blind) => this.#noteBlind(blind),
      sightedAt: () => this.#sightedAt,
      awakeMs: () => this.#awake.ms,
      onError: (error) => this.#noteBroken('the canary round', error),
    })
    this.#roster = new Roster({
      clock,
      awake: this.#awake,
      lives: this.#lives,
      matters: this.#matters,
      journal: this.#journal,
      location: this.#location,
      outlook: this.#outlook,
      family: this.#family,
    })
  }

  get config(): MonitorConfig {
    return this.#config
  }

  get store(): Store {
    return this.#options.store
  }

  /** Goes on where the process before this one stopped. */
  async start(): Promise<void> {
    const { states, openIncidents, silences, maintenance } = await this.#options.store.remembered()
    const known = new Map(states.map(({ subject, state }) => [subject, state]))
    this.#silences.recall(silences)
    this.#maintenance.recall(maintenance)
    this.#roster.takeUp(this.#config.checks, known)
    this.#matters.recall(openIncidents, known)
    this.#roster.takeUpIncidents()
    this.#roster.forgetOthers(known)
    this.#forgetChannels()
    this.#location.recall()
    this.#scheduler.set(this.#config.checks)
    this.#tick()
  }

  /** Takes the checks under way back, and resolves when everything is on disk. */
  async stop(): Promise<void> {
    this.#cancelTick?.()
    this.#ending.abort()
    this.#location.stop()
    this.#overdue.stop()
    await this.#scheduler.stop()
    await this.#journal.close()
  }

  /** Takes another config from now on. A check keeps its verdict and its history by its name. */
  reload(config: MonitorConfig, router: Router): void {
    const wanted = new Set(config.checks.map(({ id }) => id))
    // Their ends are told as their beginnings were, so by the previous routes.
    for (const [id, { matter }] of this.#lives) if (!wanted.has(id)) this.#roster.forget(id, matter)
    this.#router = router
    this.#config = config
    this.#reloadProblem = undefined
    this.#loadedAt = this.#options.clock.wallMs()
    this.#forgetChannels()
    this.#roster.takeUp(config.checks, new Map())
    this.#scheduler.set(config.checks)
    this.events.append('reload', this.#loadedAt, { checks: config.checks.length })
    this.#reviewSoon()
  }

  /** Notes why a newer config was not taken; the one that runs goes on. */
  noteReloadProblem(problem: string): void {
    this.#reloadProblem = problem
  }

  statusOf(id: string): CheckStatus | undefined {
    const live = this.#lives.get(id)
    return live && this.#statusOf(live)
  }

  /** Since when a check looks at its target, wall milliseconds; 0 where it has never had another. */
  targetSinceOf(id: string): number {
    return this.#lives.get(id)?.targetSince ?? 0
  }

  statuses(): CheckStatus[] {
    return [...this.#lives.values()].map((live) => this.#statusOf(live))
  }

  openIncidents(): Incident[] {
    return this.#matters.open().flatMap(({ incident }) => incident ?? [])
  }

  /** Checks at once, beside the schedule. Resolves when the observation is on disk. */
  async runNow(id: string): Promise<Observation | undefined> {
    const live = this.#lives.get(id)
    if (!live) return undefined
    const measured = await this.#measure(live, 0)
    if (!measured) return undefined
    await this.#journal.addDurably({})
    return measured
  }

  /** @returns undefined where no open incident has this id */
  async acknowledge(incidentId: string, by: string, note?: string): Promise<Incident | undefined> {
    const matter = this.#matters.byIncident(incidentId)
    const incident = matter && this.#matters.acknowledge(matter, by, note)
    if (incident) await this.#journal.addDurably({})
    return incident
  }

  /** No alerts are sent for what it matches until it ends. Replaces one of the same id. */
  async silence(silence: Silence): Promise<void> {
    this.#silences.add(silence)
    this.events.append('silence', this.#options.clock.wallMs(), silence)
    await this.#journal.addDurably({ silence })
    this.#reviewSoon()
  }

  silences(): readonly Silence[] {
    return this.#silences.at(this.#options.clock.wallMs())
  }

  /** Maintenance that comes once, beside the windows of the config. Replaces one of the same id. */
  async planMaintenance(maintenance: OneOffMaintenance): Promise<void> {
    this.#maintenance.add(maintenance)
    this.events.append('maintenance', this.#options.clock.wallMs(), maintenance)
    await this.#journal.addDurably({ maintenance })
    this.#reviewSoon()
  }

  /** What is planned once and not over, the earliest first. */
  plannedMaintenance(): readonly OneOffMaintenance[] {
    return this.#maintenance.from(this.#options.clock.wallMs())
  }

  figures(): MonitorFigures {
    const problem = this.#journal.problem?.message
    return {
      observations: { ...this.#observations },
      ...this.#scheduler.figures,
      held: this.#journal.held,
      dropped: this.#journal.dropped,
      overdue: this.#overdue.count,
      blind: this.#location.blind,
      ...(problem === undefined ? {} : { storeProblem: problem }),
      ...(this.#reloadProblem === undefined ? {} : { reloadProblem: this.#reloadProblem }),
      configLoadedAt: this.#loadedAt,
    }
  }

  /** Opens or ends an incident of the monitor itself, such as of a channel that does not deliver. */
  reportSelf(part: string, findings: Findings | undefined): void {
    const matter = this.#matters.get('monitor', part)
    if (findings) this.#matters.report(matter, findings, this.#options.clock.wallMs())
    else this.#matters.close(matter, 'up')
  }

  /** Writes nothing, or what waits, at once, so that it is known whether the history can be written. */
  async probeStore(): Promise<void> {
    this.#journal.retryNow()
    // Why not is told where every failure of the store is.
    await this.#journal.addDurably({}).catch(() => {})
  }

  /** A channel that has left the config is nobody's trouble any more. */
  #forgetChannels(): void {
    const present = new Set(this.#config.alerting.channels.map(({ name }) => `channel:${name}`))
    for (const matter of this.#matters.open()) {
      const { subject, subjectId } = matter
      if (subject !== 'monitor' || !subjectId.startsWith('channel:')) continue
      if (!present.has(subjectId)) this.#matters.close(matter, 'removed')
    }
  }

  async #observe(id: string, latenessMs: number): Promise<Outcome> {
    const live = this.#lives.get(id)
    const observation = live && (await this.#measure(live, latenessMs))
    return observation?.outcome ?? 'unknown'
  }

  /** Makes a check. @returns undefined where the check, or its target, is another one by now */
  async #measure(live: LiveCheck, latenessMs: number): Promise<Observation | undefined> {
    const { check } = live
    const begunAt = ++this.#count
    const measured = await this.#measurer.measure(check, latenessMs)
    if (!measured || this.#lives.get(check.id) !== live) return undefined
    if (targetOf(check) !== targetOf(live.check)) return undefined
    return this.#take(live, measured, begunAt)
  }

  #take(live: LiveCheck, measured: Measurement, begunAt: number): Observation {
    const { observation: found, advice, tls, concern, heard, addresses } = measured
    const { outcome, at } = found
    live.newest = found
    live.advice = advice
    live.tls = tls ?? live.tls
    live.concern = concern
    live.heard = heard
    live.addresses = addresses
    live.observedAt = ++this.#count
    live.seenMs = this.#awake.ms
    if (heard === 'answer') live.answeredMs = live.seenMs
    this.#observations[outcome]++
    if (heard === 'answer') this.#location.noteAnswer(live)
    const silent = outcome === 'good' && heard !== 'answer'
    const result = step(live.state, { kind: 'observed', outcome, silent, at }, live.check)
    const observation = this.#withCountsAs(live, found, result)
    live.newest = observation
    this.#journal.add({ observation })
    this.events.append('result', at, observation)
    this.#apply(live, result)
    const unknown = live.state.verdict === 'unknown' && outcome === 'unknown'
    this.#location.noteTrouble(live.check.id, unknown ? noteOf(measured, begunAt) : undefined)
    return observation
  }

  #withCountsAs(live: LiveCheck, observation: Observation, { state }: Step): Observation {
    const { outcome } = observation
    const inMaintenance = this.#outlook.inMaintenance(live.check)
    const countsAs = timeCountsAs(state.verdict, outcome, inMaintenance)
    return countsAs === outcomeCountsAs(outcome) ? observation : { ...observation, countsAs }
  }

  #apply(live: LiveCheck, result: Step): void {
    const { check, state: before } = live
    const { state, incident, ask } = result
    live.state = state
    if (isWorthStoring(before, state)) {
      this.#journal.add({ state: storedState(live) })
    }
    if (incident === 'closed') {
      live.closedAt = this.#count
      this.#matters.close(live.matter, 'up')
      for (const child of this.#family.childrenOf(check.id)) this.#scheduler.runSoon(child, 0)
    } else if (incident) {
      live.openedAt = this.#count
      this.#matters.report(live.matter, findingsOf(live), state.since)
      for (const parent of this.#family.factsOf(live).toAsk) this.#scheduler.runSoon(parent, 0)
    }
    if (state.verdict !== before.verdict) {
      const { verdict, since } = state
      this.events.append('verdict', this.#options.clock.wallMs(), { id: check.id, verdict, since })
      this.#reviewSoon()
    }
    if (ask === 'recheck') this.#scheduler.runSoon(check.id, check.confirmEveryMs)
    if (ask === 'recheck-now') this.#scheduler.runSoon(check.id, 0)
    if (ask === 'look') this.#location.doubt(live)
  }

  #noteBlind(blind: boolean): void {
    if (blind) {
      this.#options.log?.('error', 'the location is cut off')
      return
    }
    this.#options.log?.('info', 'the location is back online')
    this.#sightedAt = ++this.#count
    this.#reviewSoon()
  }

  #statusOf(live: LiveCheck): CheckStatus {
    const stale = isOverdue(live, this.#awake.ms)
    return this.#outlook.statusOf(live, stale, this.#router.longestGroupWaitMs)
  }

  #tick(): void {
    this.#awake.tick()
    this.#silences.prune(this.#options.clock.wallMs())
    this.#maintenance.prune(this.#options.clock.wallMs())
    this.#overdue.look()
    this.#location.review()
    this.#matters.review()
    this.#cancelTick = this.#options.clock.setTimer(TICK_MS, () => this.#tick())
  }

  #reviewSoon(): void {
    if (this.#reviewing || this.#ending.signal.aborted) return
    this.#reviewing = true
    this.#options.clock.setTimer(REVIEW_MS, () => {
      this.#reviewing = false
      if (!this.#ending.signal.aborted) this.#matters.review()
    })
  }

  #noteBroken(what: string, error: unknown): void {
    this.#options.log?.('error', `${what} broke: ${String(error)}`)
  }

  #noteGap(ms: number): void {
    const seconds = Math.round(ms / 1_000)
    this.#options.log?.(
      'warn',
      `the wall clock moved ${seconds} s against monotonic time: the machine slept, or its clock was set`,
    )
    this.events.append('gap', this.#options.clock.wallMs(), { seconds })
  }

  #noteStoreProblem(error: StoreError | undefined): void {
    const { onStore, log } = this.#options
    onStore?.(error?.message)
    // Tried again and again, it fails again and again.
    if (error && error.message === this.#storeProblemSaid) return
    this.#storeProblemSaid = error?.message
    if (error) log?.('error', `the history cannot be written: ${error.message}`)
    else log?.('info', 'the history can be written again')
  }
}
