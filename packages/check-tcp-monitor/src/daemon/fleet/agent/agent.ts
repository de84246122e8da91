import type { Checker } from 'check-tcp'
import type { AloneSettings } from '../../../core/config/agent-settings.js'
import type { MonitoredCheck } from '../../../core/config/check.js'
import type { MonitorConfig } from '../../../core/config/monitor-config.js'
import type { Ask, AskAnswer } from '../../../core/link/agent-ask.js'
import type { AgentConfig, HubPlace } from '../../../core/link/agent-config.js'
import { type AgentLink, LinkError } from '../../../core/link/agent-link.js'
import type { Log } from '../../../core/log.js'
import type { Baselines } from '../../../core/response-time/baseline.js'
import type { Store } from '../../../core/store/store.js'
import type { Clock, Random } from '../../../core/time/clock.js'
import { AskServer } from '../../../link/agent/ask-server.js'
import { HubListener } from '../../../link/agent/hub-listener.js'
import { LiveVotes } from '../../../link/agent/live-votes.js'
import { Shipper } from '../../../link/agent/shipper.js'
import type { StoredSpool } from '../../../link/agent/stored-spool.js'
import { Monitor } from '../../../monitor/monitor.js'
import { agentMonitorConfig } from './agent-config.js'
import { type AloneAlerts, aloneAlerting, aloneRouter } from './alone-alerts.js'
import { AloneWatch } from './alone-watch.js'
import { DenialWatch } from './denial-watch.js'
import { readBelief } from './read-belief.js'
import { type ExplainTarget, serveAsk } from './serve-ask.js'

interface AgentOptions {
  readonly location: string
  /** Of its history. */
  readonly directory: string
  readonly clock: Clock
  readonly random: Random
  readonly checker: Pick<Checker, 'check'>
  readonly store: Omit<Store, 'commit'>
  /** In the same store: what is committed through it waits for the hub too. */
  readonly spool: StoredSpool
  readonly link: AgentLink
  readonly baselines: Baselines
  /** Its own, beside the checks of the hub, which hears nothing of them. */
  readonly canaries?: readonly MonitoredCheck[]
  /** Checks targets that the hub wants to have checked once, and that are none of its checks. @default nothing does */
  readonly adHoc?: Pick<Checker, 'check'>
  /** Looks at targets, for the hub. @default nobody does */
  readonly explain?: ExplainTarget
  /** When it notifies by itself. @default never */
  readonly alone?: AloneSettings
  /** Delivers what it notifies of then. */
  readonly alerts?: Pick<AloneAlerts, 'start' | 'wake' | 'stop'>
  /** What the hub gave last. */
  readonly config: AgentConfig
  /** Called with where the hubs are, whenever one has said so. */
  readonly onHubs?: (hubs: readonly HubPlace[]) => void
  /** Keeps what the hub gives for the next start. */
  readonly keepConfig: (config: AgentConfig) => Promise<void>
  /** Of check-tcp. */
  readonly version: string
  readonly log: Log
}

/** An agent of a hub: a monitor of the hub's checks, whose results and verdicts go to the hub. It opens and closes nothing of its parts but the link. */
export class Agent {
  readonly monitor: Monitor
  readonly #options: AgentOptions
  readonly #votes: LiveVotes
  readonly #shipper: Shipper
  readonly #listener: HubListener
  readonly #asks: AskServer
  readonly #alone: AloneWatch | undefined
  readonly #denials: DenialWatch
  #config: AgentConfig

  constructor(options: AgentOptions) {
    const { config, clock, random, checker, store, spool, baselines, link, log } = options
    this.#options = options
    this.#config = config
    this.#alone = this.#watchAlone()
    this.#denials = new DenialWatch(log)
    this.#denials.begin(config.checks)
    const ownConfig = this.#monitorConfig(config)
    this.#votes = new LiveVotes(clock)
    this.monitor = new Monitor({
      ...{ config: ownConfig, clock, random, checker, baselines },
      router: aloneRouter(ownConfig.alerting),
      store: spooling(store, spool),
      onOutbox: () => options.alerts?.wake(),
      log: (level, message, data = {}) => log[level](data, message),
    })
    this.monitor.events.subscribe((event) => {
      if (event.type === 'result') {
        this.#noteBelief(event.data.checkId)
        this.#denials.note(event.data)
      }
      if (event.type === 'verdict') this.#noteBelief(event.data.id)
    })
    this.#shipper = new Shipper({
      ...{ clock, random, link, spool, votes: this.#votes },
      report: () => this.#report(),
      onConfig: (next) => this.#take(next),
      onHub: () => {
        this.#alone?.note(undefined)
        this.#noteBeliefs()
      },
      onProblem: (problem) => this.#noteProblem(problem),
    })
    this.#asks = new AskServer({ link, serve: (ask, signal) => this.#serve(ask, signal) })
    this.#listener = new HubListener({
      ...{ clock, random, link },
      config: () => this.#config.version,
      onRun: (id) => this.#checkSoon(id),
      onAsks: (asks) => this.#asks.take(asks),
      onConfig: () => this.#shipper.wake(),
    })
  }

  /** The hub's checks as they are made now. */
  get config(): AgentConfig {
    return this.#config
  }

  /** No hub answers for so long that it notifies by itself. */
  get isAlone(): boolean {
    return this.#alone?.isAlone ?? false
  }

  /** Whether a check is one of its own canaries: no business of the hub's. */
  isPrivate(id: string): boolean {
    const isOf = (each: { readonly id: string }) => each.id === id
    return (this.#options.canaries?.some(isOf) ?? false) && !this.#config.checks.some(isOf)
  }

  async start(): Promise<void> {
    await this.monitor.start()
    this.#options.alerts?.start()
    this.#alone?.start()
    this.#shipper.start()
    this.#listener.start()
  }

  /** Ends the checks under way; what the hub has not received is sent after the next start. */
  async stop(): Promise<void> {
    this.#alone?.stop()
    await this.#listener.stop()
    await this.#asks.stop()
    await this.monitor.stop()
    await this.#options.alerts?.stop()
    await this.#shipper.stop()
  }

  #serve(ask: Ask, signal: AbortSignal): Promise<AskAnswer> {
    const { location, checker, adHoc, explain } = this.#options
    const { checks } = this.#config
    return serveAsk(ask, { location, checker, checks, adHoc, explain, signal })
  }

  /** Of the hub's own checks alone. */
  #checkSoon(id: string): void {
    if (this.#config.checks.some((each) => each.id === id)) this.monitor.checkSoon(id)
  }

  #monitorConfig(config: AgentConfig): MonitorConfig {
    const { location, directory, canaries = [], alone } = this.#options
    const { isAlone } = this
    const alerting = aloneAlerting(alone, isAlone)
    return agentMonitorConfig(config, { location, directory, canaries, alerting, isAlone })
  }

  #watchAlone(): AloneWatch | undefined {
    const { alone, clock, log } = this.#options
    if (!alone) return undefined
    const onChange = (isAlone: boolean) => {
      this.#reload()
      if (isAlone) log.warn({}, 'no hub answers: the agent notifies of outages by itself')
      else log.info({}, 'a hub answers: the agent notifies of nothing new')
    }
    return new AloneWatch({ clock, afterMs: alone.afterMs, onChange })
  }

  /** The monitor goes on by what holds now. */
  #reload(config = this.#config): void {
    const own = this.#monitorConfig(config)
    this.monitor.reload(own, aloneRouter(own.alerting))
  }

  #noteBelief(id: string): void {
    if (this.isPrivate(id)) return
    const status = this.monitor.statusOf(id)
    if (status) this.#votes.note(readBelief(status))
    this.#shipper.wake()
  }

  /** All that is believed now, and since when: the newest result of a check may be an hour old. */
  #noteBeliefs(): void {
    const now = this.#options.clock.wallMs()
    for (const status of this.monitor.statuses()) {
      if (!status.newest || this.isPrivate(status.id)) continue
      this.#votes.note(readBelief(status), Math.max(0, now - status.newest.at))
    }
    this.#shipper.wake()
  }

  #report() {
    const { isolated, overdue } = this.monitor.figures()
    return {
      clockAt: Math.floor(this.#options.clock.wallMs()),
      ...(isolated && { isolated: true as const }),
      overdue,
      config: this.#config.version,
      version: this.#options.version,
    }
  }

  #take(config: AgentConfig): void {
    const { log, keepConfig, version, onHubs } = this.#options
    if (config.hubs) onHubs?.(config.hubs)
    this.#reload(config)
    this.#config = config
    this.#denials.begin(config.checks)
    // What was not sent yet may be about another target, and the hub left out what was sent by the config before.
    this.#votes.clear()
    this.#noteBeliefs()
    const { length } = config.checks
    log.info({ checks: length }, `the hub has given ${length} ${length === 1 ? 'check' : 'checks'}`)
    if (config.unknown) {
      const message =
        'checks ask for what this version does not know, and are not made here: update'
      log.warn({ checks: config.unknown, version }, message)
    }
    keepConfig(config).catch((error: unknown) => {
      log.error({ error: String(error) }, 'the config of the hub cannot be kept')
    })
  }

  #noteProblem(problem: Error | undefined): void {
    const { log, directory } = this.#options
    this.#alone?.note(problem)
    if (problem instanceof LinkError && problem.code === 'LINK_REVOKED') {
      log.error({ error: problem.message, directory }, joinAgain(directory))
      return
    }
    if (problem) {
      log.warn({ error: problem.message }, 'the hub cannot be reported to; results are kept')
      return
    }
    log.info({}, 'the hub is reported to again')
  }
}

function joinAgain(directory: string): string {
  return `the hub takes nothing from this agent any more: it was revoked, removed, or replaced by another; to join again, end it, delete ${directory}, and start it with a new join string`
}

/** A store whose commits keep results for the hub too. */
function spooling(store: Omit<Store, 'commit'>, spool: StoredSpool): Store {
  const { outbox, queries, admin } = store
  return {
    ...{ outbox, queries, admin },
    commit: (batch) => spool.commit(batch),
    close: () => store.close(),
  }
}
