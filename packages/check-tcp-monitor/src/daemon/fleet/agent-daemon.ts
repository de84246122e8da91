import { systemClock } from 'check-tcp'
import { packageVersion } from 'check-tcp/files'
import { createRouter } from '../../alert/route/router.js'
import { LearnedBaselines } from '../../baseline/learned-baselines.js'
import type { AgentConfig } from '../../core/link/agent-config.js'
import type { Log } from '../../core/log.js'
import type { Store } from '../../core/store/store.js'
import { ThreadedStore } from '../../history/sqlite/threads/threaded-store.js'
import { LiveVotes } from '../../link/agent/live-votes.js'
import { Shipper } from '../../link/agent/shipper.js'
import { StoredSpool } from '../../link/agent/stored-spool.js'
import { HttpsLink } from '../../link/https/https-link.js'
import type { AgentKey } from '../../link/identity/agent-key.js'
import { Monitor } from '../../monitor/monitor.js'
import type { MonitorChecker } from '../open-checker.js'
import { Purger } from '../purger.js'
import { agentMonitorConfig } from './agent-config.js'
import type { AgentFolder, AgentIdentity } from './agent-folder.js'
import { readBelief } from './read-belief.js'

interface AgentDaemonOptions {
  readonly folder: AgentFolder
  readonly identity: AgentIdentity
  readonly key: AgentKey
  /** Its own policy is the limit: no hub can widen it. It is closed with the agent. */
  readonly checker: MonitorChecker
  readonly log: Log
}

/** An agent as it runs: a monitor of the hub's checks, whose results and verdicts go to the hub. */
export class AgentDaemon {
  readonly monitor: Monitor
  readonly #options: AgentDaemonOptions
  readonly #store: ThreadedStore
  readonly #spool: StoredSpool
  readonly #votes = new LiveVotes(systemClock)
  readonly #baselines: LearnedBaselines
  readonly #purger: Purger
  readonly #shipper: Shipper
  #config: AgentConfig

  private constructor(
    options: AgentDaemonOptions,
    store: ThreadedStore,
    spool: StoredSpool,
    config: AgentConfig,
  ) {
    const { identity, key, checker, log } = options
    const clock = systemClock
    const ownConfig = this.#monitorConfig(config, options)
    this.#options = options
    this.#store = store
    this.#spool = spool
    this.#config = config
    this.#baselines = new LearnedBaselines({
      ...{ store, clock, location: identity.location },
      checks: () => this.#config.checks.filter(({ baseline }) => baseline).map(({ id }) => id),
      targetSince: (id) => this.monitor.targetSinceOf(id),
    })
    this.monitor = new Monitor({
      config: ownConfig,
      router: createRouter(ownConfig.alerting),
      clock,
      random: Math.random,
      checker: checker.checker,
      store: spooling(store, spool),
      baselines: this.#baselines,
      log: (level, message, data = {}) => log[level](data, message),
    })
    this.monitor.events.subscribe((event) => {
      if (event.type === 'result') this.#noteBelief(event.data.checkId)
      if (event.type === 'verdict') this.#noteBelief(event.data.id)
    })
    this.#purger = new Purger({
      ...{ store, clock },
      retention: () => ownConfig.retention,
      onError: (error) => log.error({ error: String(error) }, 'the history cannot be purged'),
    })
    this.#shipper = new Shipper({
      ...{ clock, spool, votes: this.#votes },
      random: Math.random,
      link: new HttpsLink({
        hubs: identity.hubs,
        agentId: identity.agent,
        key,
      }),
      report: () => this.#report(),
      onConfig: (next) => this.#take(next),
      onHub: () => this.#noteBeliefs(),
      onProblem: (problem) => this.#noteProblem(problem),
    })
  }

  /**
   * @throws {StoreError} (as a rejection) where its history cannot be opened; nothing is left open then
   */
  static async start(options: AgentDaemonOptions): Promise<AgentDaemon> {
    const { folder } = options
    const config = (await folder.config()) ?? { version: '', checks: [] }
    const store = await ThreadedStore.open({ directory: folder.path }).catch(async (error) => {
      await options.checker.close()
      throw error
    })
    let daemon: AgentDaemon | undefined
    try {
      const parts = { commits: store, reads: store.spool, clock: systemClock }
      const spool = await StoredSpool.open(parts)
      daemon = new AgentDaemon(options, store, spool, config)
      await daemon.monitor.start()
      daemon.#baselines.start()
      daemon.#shipper.start()
      return daemon
    } catch (error) {
      if (daemon) await daemon.stop()
      else await Promise.all([store.close(), options.checker.close()])
      throw error
    }
  }

  /** Resolves, with why, when its store serves no more: the process is then to be ended, and started again. */
  get died(): Promise<Error> {
    return this.#store.died
  }

  /** Ends the checks under way; what the hub has not received is sent after the next start. */
  async stop(): Promise<void> {
    this.#purger.stop()
    this.#baselines.stop()
    await this.monitor.stop()
    await this.#shipper.stop()
    await this.#options.checker.close()
    await this.#store.close()
  }

  #monitorConfig(config: AgentConfig, { identity, folder }: AgentDaemonOptions) {
    return agentMonitorConfig(config, { location: identity.location, directory: folder.path })
  }

  #noteBelief(id: string): void {
    const status = this.monitor.statusOf(id)
    if (status) this.#votes.note(readBelief(status))
    this.#shipper.wake()
  }

  /** All that is believed now, and since when: the newest result of a check may be an hour old. */
  #noteBeliefs(): void {
    for (const status of this.monitor.statuses()) {
      if (!status.newest) continue
      this.#votes.note(readBelief(status), Math.max(0, systemClock.wallMs() - status.newest.at))
    }
    this.#shipper.wake()
  }

  #report() {
    const { isolated, overdue } = this.monitor.figures()
    return {
      clockAt: Math.floor(systemClock.wallMs()),
      ...(isolated && { isolated: true as const }),
      overdue,
      config: this.#config.version,
      version: packageVersion(import.meta.dirname),
    }
  }

  #take(config: AgentConfig): void {
    const { folder, log } = this.#options
    const own = this.#monitorConfig(config, this.#options)
    this.monitor.reload(own, createRouter(own.alerting))
    this.#config = config
    // What was not sent yet may be about another target, and the hub left out what was sent by the config before.
    this.#votes.clear()
    this.#noteBeliefs()
    log.info({ checks: config.checks.length }, 'the hub has given other checks')
    folder.keepConfig(config).catch((error: unknown) => {
      log.error({ error: String(error) }, 'the config of the hub cannot be kept')
    })
  }

  #noteProblem(problem: Error | undefined): void {
    const { log } = this.#options
    if (problem) {
      log.warn({ error: problem.message }, 'the hub cannot be reported to; results are kept')
      return
    }
    log.info({}, 'the hub is reported to again')
  }
}

/** A store whose commits keep results for the hub too. */
function spooling(store: ThreadedStore, spool: StoredSpool): Store {
  const { outbox, queries, admin } = store
  return {
    ...{ outbox, queries, admin },
    commit: (batch) => spool.commit(batch),
    close: () => store.close(),
  }
}
