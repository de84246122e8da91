import { systemClock } from 'check-tcp'
import { packageVersion } from 'check-tcp/files'
import { LearnedBaselines } from '../../baseline/learned-baselines.js'
import type { AgentConfig } from '../../core/link/agent-config.js'
import type { Log } from '../../core/log.js'
import { ThreadedStore } from '../../history/sqlite/threads/threaded-store.js'
import { StoredSpool } from '../../link/agent/stored-spool.js'
import { HttpsLink } from '../../link/https/https-link.js'
import type { AgentKey } from '../../link/identity/agent-key.js'
import type { Monitor } from '../../monitor/monitor.js'
import type { MonitorChecker } from '../open-checker.js'
import { Purger } from '../purger.js'
import { Agent } from './agent.js'
import { AGENT_RETENTION } from './agent-config.js'
import type { AgentFolder, AgentIdentity } from './agent-folder.js'

interface AgentDaemonOptions {
  readonly folder: AgentFolder
  readonly identity: AgentIdentity
  readonly key: AgentKey
  /** Its own policy is the limit: no hub can widen it. It is closed with the agent. */
  readonly checker: MonitorChecker
  readonly log: Log
}

/** An agent as it runs: its history, its link, and what looks after them. */
export class AgentDaemon {
  readonly #options: AgentDaemonOptions
  readonly #store: ThreadedStore
  readonly #agent: Agent
  readonly #baselines: LearnedBaselines
  readonly #purger: Purger

  private constructor(
    options: AgentDaemonOptions,
    store: ThreadedStore,
    spool: StoredSpool,
    config: AgentConfig,
  ) {
    const { identity, key, checker, folder, log } = options
    const { location, hubs, agent: agentId } = identity
    const clock = systemClock
    this.#options = options
    this.#store = store
    this.#baselines = new LearnedBaselines({
      ...{ store, clock, location },
      checks: () => this.#agent.config.checks.flatMap(({ baseline, id }) => (baseline ? [id] : [])),
      targetSince: (id) => this.monitor.targetSinceOf(id),
    })
    this.#agent = new Agent({
      ...{ location, clock, store, spool, config, log, directory: folder.path },
      random: Math.random,
      checker: checker.checker,
      link: new HttpsLink({ hubs, agentId, key }),
      baselines: this.#baselines,
      keepConfig: (next) => folder.keepConfig(next),
      version: packageVersion(import.meta.dirname),
    })
    this.#purger = new Purger({
      ...{ store, clock },
      retention: () => AGENT_RETENTION,
      onError: (error) => log.error({ error: String(error) }, 'the history cannot be purged'),
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
      await daemon.#agent.start()
      daemon.#baselines.start()
      return daemon
    } catch (error) {
      if (daemon) await daemon.stop()
      else await Promise.all([store.close(), options.checker.close()])
      throw error
    }
  }

  get monitor(): Monitor {
    return this.#agent.monitor
  }

  /** Resolves, with why, when its store serves no more: the process is then to be ended, and started again. */
  get died(): Promise<Error> {
    return this.#store.died
  }

  /** Ends the checks under way; what the hub has not received is sent after the next start. */
  async stop(): Promise<void> {
    this.#purger.stop()
    this.#baselines.stop()
    await this.#agent.stop()
    await this.#options.checker.close()
    await this.#store.close()
  }
}
