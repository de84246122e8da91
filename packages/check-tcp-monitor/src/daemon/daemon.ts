import { resolve } from 'node:path'
import { systemClock } from 'check-tcp'
import { alarmFile } from '../alert/alarm-file.js'
import { Alerting } from '../alert/alerting.js'
import { createRouter } from '../alert/route/router.js'
import { LearnedBaselines } from '../baseline/learned-baselines.js'
import { type LoadedConfig, loadMonitorConfig } from '../config/load-config.js'
import { LocalServicePool } from '../config/read/local-service-pool.js'
import { lookAtFiles } from '../config/watch/watch-config.js'
import type { Router } from '../core/alert/router.js'
import type { Store } from '../core/store/store.js'
import { channelPart } from '../core/subject-id.js'
import type { Clock } from '../core/time/clock.js'
import type { OpenedApi } from '../http/open-http.js'
import { VoteBoard } from '../link/hub/vote-board.js'
import { Monitor } from '../monitor/monitor.js'
import { ConfigReloader, type ConfigReloaderOptions } from './config-reloader.js'
import { type DaemonHistory, ownHistory } from './daemon-history.js'
import type { DaemonOptions, StartParts } from './daemon-options.js'
import { FirstVerdicts } from './first-verdicts.js'
import { HubService } from './fleet/hub/hub-service.js'
import { isHealthy } from './is-healthy.js'
import { logEvent } from './log-event.js'
import { lookAtTargets } from './look/look-at-targets.js'
import { LookProcess } from './look/look-process.js'
import { type MonitorChecker, openMonitorChecker } from './open-checker.js'
import { openDaemonApi } from './open-daemon-api.js'
import { Purger } from './purger.js'
import { StatusPages } from './status-pages.js'
import { logReload, warnOfConfig } from './warn-of-config.js'
import { watchThreads } from './watch-threads.js'

/**
 * A monitor as it runs: the one place where its parts are put together.
 *
 * @example
 * const log = { info() {}, warn: console.error, error: console.error }
 * const daemon = await Daemon.start({ path: 'monitor.yaml', environment: process.env, log })
 * console.log(daemon.monitor.statuses())
 * await daemon.stop()
 */
export class Daemon {
  /** Its checks, verdicts, incidents and events. */
  readonly monitor: Monitor
  /** Its history; to be closed by `stop` alone. */
  readonly store: Store
  readonly alerting: Alerting
  readonly #options: DaemonOptions
  readonly #clock: Clock = systemClock
  readonly #checker: MonitorChecker
  readonly #looks: LookProcess
  readonly #history: DaemonHistory
  readonly #baselines: LearnedBaselines
  readonly #purger: Purger
  readonly #reloader: ConfigReloader
  readonly #firsts: FirstVerdicts
  readonly #threads: ReturnType<typeof watchThreads>
  readonly #stopPlaceWatch: () => Promise<void>
  readonly #votes: VoteBoard
  #hub: HubService | undefined
  #router: Router
  #http: OpenedApi | undefined
  #pages: StatusPages | undefined
  #config: LoadedConfig

  private constructor(
    options: DaemonOptions,
    config: LoadedConfig,
    checker: MonitorChecker,
    history: DaemonHistory,
    parts: StartParts,
  ) {
    const { log } = options
    const { store } = history
    const clock = this.#clock
    this.#options = options
    this.#config = config
    this.#checker = checker
    const { policy, environment } = options
    this.#looks = new LookProcess({
      ...{ settings: { policy, environment, location: config.location }, clock },
      onWarning: (text) => log.warn({}, text),
    })
    this.store = store
    this.#history = history
    this.alerting = new Alerting({
      ...{ store, clock, random: Math.random },
      ...{ environment, location: config.location, log },
      memory: alarmFile(config.directory),
      onHealth: (channel, error) =>
        this.monitor.reportPart(
          channelPart(channel),
          error === undefined ? undefined : { verdict: 'unknown', severity: 'critical', error },
        ),
      isEvidenceAwaited: (id) => this.monitor.isEvidenceAwaited(id),
      healthy: () => this.#isHealthy(),
    })
    this.#baselines = new LearnedBaselines({
      ...{ store, clock, location: config.location },
      // Each location learns what is normal for itself.
      checks: () =>
        this.#config.checks.filter((each) => each.baseline && !each.fleet).map(({ id }) => id),
      targetSince: (id) => this.monitor.targetSinceOf(id),
    })
    this.#router = createRouter(config.alerting)
    this.#votes = new VoteBoard(clock)
    this.monitor = new Monitor({
      ...{ config, clock, store, random: Math.random },
      router: this.#router,
      checker: checker.checker,
      baselines: this.#baselines,
      votes: this.#votes,
      lookAt: lookAtTargets({
        here: this.#looks,
        elsewhere: async (order, signal) => await this.#hub?.asks.look(order, signal),
      }),
      onOutbox: () => this.alerting.wake(),
      onEvidence: () => this.alerting.wake(),
      onStore: (problem) => this.alerting.noteStore(problem),
      log: (level, message, data = {}) => log[level](data, message),
    })
    this.#firsts = new FirstVerdicts({ clock, log })
    this.monitor.events.subscribe((event) => logEvent(event, log, this.#firsts))
    this.#purger = new Purger({
      ...{ store, clock },
      retention: () => this.#config.retention,
      onError: (error) => log.error({ error: String(error) }, 'the history cannot be purged'),
    })
    this.#threads = watchThreads({
      ...{ died: history.died, clock, log },
      onDead: (error) => options.onDead?.(error),
    })
    const onChange = () => void this.monitor.probeStore()
    this.#stopPlaceWatch = history.watch({ clock, log, onChange })
    const reloading: ConfigReloaderOptions = {
      ...{ path: options.path, environment, services: parts.services, clock, log },
      take: (loaded) => this.#take(loaded),
      onProblem: (problem) => this.monitor.noteReloadProblem(problem),
    }
    this.#reloader = new ConfigReloader(reloading, config, parts.before)
  }

  /**
   * @throws {TaskFileError} (as a rejection) with everything that is wrong with config or policy
   * @throws {AuditLogError} (as a rejection) where the policy wants a strict audit log that cannot be written
   * @throws {StoreError} (as a rejection) where the history cannot be opened, also where another monitor has it
   * @throws {HttpListenError} (as a rejection) where the HTTP API cannot listen
   */
  static async start(options: DaemonOptions): Promise<Daemon> {
    const opened: { close(): Promise<void> }[] = []
    try {
      const before = await lookAtFiles([resolve(options.path)], systemClock)
      const services = new LocalServicePool()
      const config = await loadMonitorConfig(options.path, { ...options, services })
      opened.push(config)
      warnOfConfig(config, options.log)
      const checker = await openMonitorChecker(options)
      opened.push(checker)
      const history = options.shared?.history ?? (await ownHistory(config))
      opened.push(history)
      const daemon = new Daemon(options, config, checker, history, { before, services })
      opened.push({
        close: async () => {
          await daemon.#http?.close()
          await daemon.#pages?.close()
          await daemon.#hub?.close()
          daemon.#end()
          await daemon.monitor.stop()
          await daemon.#looks.close()
          await daemon.#stopPlaceWatch()
        },
      })
      const begun = daemon.#begin()
      // A reload before the start is over would have the start forget what was known of every check.
      daemon.#reloader.waitFor(begun)
      await begun
      return daemon
    } catch (error) {
      for (const each of opened.reverse()) await each.close()
      throw error
    }
  }

  /** Of the HTTP API, where there is one. */
  get url(): string | undefined {
    return this.#http?.url
  }

  /** Of the status pages, by their names. */
  get pageUrls(): ReadonlyMap<string, string> {
    return this.#pages?.urls ?? new Map()
  }

  /** Where people look at it, where the package `check-tcp-dashboard` is installed. */
  get dashboard(): string | undefined {
    return this.#http?.dashboard
  }

  /** Where agents report, if the config has a hub. */
  get hub(): HubService | undefined {
    return this.#hub
  }

  get config(): LoadedConfig {
    return this.#config
  }

  /** Takes the config as its files are now, or goes on with the one before. @returns why it was not taken; never rejects */
  reload(): Promise<string | undefined> {
    return this.#reloader.reload()
  }

  /** Ends checks and sends under way, writes what is left, and gives everything back. */
  async stop(): Promise<void> {
    this.#reloader.refuse()
    await this.#http?.close()
    await this.#pages?.close()
    await this.#hub?.close()
    await this.#reloader.settle()
    this.#end()
    await this.#stopPlaceWatch()
    await this.monitor.stop()
    await this.alerting.stop()
    await this.#looks.close()
    await this.#checker.close()
    await this.#history.close()
    await this.#config.close()
  }

  async #begin(): Promise<void> {
    const { monitor, store, alerting } = this
    this.#http = await openDaemonApi({
      ...{ config: () => this.#config, monitor, store, alerting, clock: this.#clock },
      reload: () => this.reload(),
      fleet: () => this.#hub,
      pages: () => this.#pages,
      ...{ machineRules: this.#checker.machineRules, log: this.#options.log },
      listener: this.#options.shared?.http,
    })
    await monitor.start()
    const { log, shared } = this.#options
    const { audit } = this.#checker.machineRules
    const parts = { store, monitor, votes: this.#votes, clock: this.#clock, log, audit, shared }
    // Agents are heard only once it is known what was believed before.
    this.#hub = await HubService.open(this.#config, parts)
    this.#expectFirsts()
    this.#pages = await StatusPages.open({
      pages: () => this.#config.statusPages ?? [],
      ...{ monitor, store, clock: this.#clock, log },
    })
    alerting.take(this.#config.alerting, this.#router)
    // The process before this one may have said otherwise.
    alerting.noteStore(undefined)
    this.#baselines.start()
  }

  #end(): void {
    this.#reloader.close()
    this.#firsts.stop()
    this.#threads.stop()
    this.#purger.stop()
    this.#baselines.stop()
  }

  #expectFirsts(): void {
    const known = new Map(this.monitor.statuses().map(({ id, verdict }) => [id, verdict]))
    this.#firsts.expect(this.#config.checks.filter(({ id }) => known.get(id) === 'pending'))
  }

  /** All of it, or nothing where something fails. */
  #take(loaded: LoadedConfig): void {
    const { log } = this.#options
    const before = this.#config
    const { location, directory, concurrency } = before
    const config = { ...loaded, location, directory, concurrency }
    const router = createRouter(config.alerting)
    const takeAlerting = this.alerting.prepare(config.alerting, router)
    try {
      this.monitor.reload(config, router)
    } catch (error) {
      this.monitor.reload(before, this.#router)
      throw error
    }
    takeAlerting()
    this.#hub?.take(config)
    this.#config = config
    this.#pages?.take()
    this.#expectFirsts()
    this.#router = router
    before.close().catch((error: unknown) => {
      log.warn({ error: String(error) }, 'services of the config before are not closed')
    })
    logReload(loaded, before, log)
  }

  #isHealthy(): boolean {
    const isStored = this.alerting.serves && !this.#threads.dead()
    const { length: checks } = this.#config.checks
    return isHealthy({ figures: this.monitor.figures(), checks, isStored })
  }
}
